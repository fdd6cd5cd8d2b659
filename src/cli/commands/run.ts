import type { Command, CommandUnknownOpts } from "@commander-js/extra-typings";
import type { AnnotateRequest } from "../../pipeline/annotate/annotate-request.js";
import { addCiOptions } from "../options/ci-options.js";
import { addCommonOptions } from "../options/common-options.js";
import { addScoreOptions } from "../options/score-options.js";
import { printPlan } from "../run/print-plan.js";
import { printNote } from "../run/print-report.js";
import { endpointTrust } from "../settings/settings.js";
import { type AnnotateCommandOptions, addAnnotateOptions, annotateWithProgress } from "./annotate.js";
import { readRequirements, type ScoreCommandOptions, scoreAndReport } from "./score.js";

export function defineRun(command: Command): void {
  command
    .argument("<model-outputs...>", "output files of the models, or globs")
    .requiredOption("--baseline <file>", "outputs of the baseline")
    .requiredOption(
      "--judge <name|path>",
      "a judge that comes with lceval, or a folder (lceval's or alpaca_eval's)",
    )
    .requiredOption("--annotations <file>", "where judgements are appended, a .jsonl file");
  addAnnotateOptions(command as unknown as Command);
  addCiOptions(addScoreOptions(command as never)).action((async (
    modelOutputs: string[],
    options: RunCommandOptions,
    self: CommandUnknownOpts,
  ) => {
    const trust = endpointTrust(self, process.argv);
    await annotateAndScore({ ...options, ...trust, modelOutputs, output: options.annotations }, options);
  }) as never);
  addCommonOptions(command);
}

interface RunCommandOptions
  extends Omit<AnnotateRequest, "modelOutputs" | "output" | "seed">,
    AnnotateCommandOptions,
    Omit<ScoreCommandOptions, "quiet"> {
  readonly annotations: string;
}

async function annotateAndScore(request: AnnotateRequest, options: RunCommandOptions): Promise<void> {
  // a requirement or a format that cannot be read must not cost a judged run
  await readRequirements(options);
  const { output = "-", format } = options;
  if (output !== "-" && format === undefined) {
    const { formatOfFile } = await import("../../report/formats/index.js");
    formatOfFile(output);
  }
  if (options.dryRun) return printPlan(request, options);

  const { outcome, tasks, unjudged, unasked } = await annotateWithProgress(request, options);
  if (outcome === "interrupted") return;
  if (outcome === "partial" && unjudged + unasked === tasks)
    return printNote("nothing was judged, so there is nothing to score", options);
  await scoreAndReport([options.annotations], options);
}
