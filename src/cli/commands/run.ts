import { JudgeUnusableError } from "../../core/errors.js";
import { type AnnotateRequest, annotateOptions } from "../../pipeline/annotate/annotate-request.js";
import { membersOf, type OptionTable, withoutMembers } from "../../pipeline/options/option-table.js";
import { fitOptions, type ScoreRequest, scoreOptions } from "../../pipeline/score/score-request.js";
import { type CommandContext, defineCommand } from "../define-command.js";
import { type RunOptions as AskingOptions, runOptions as askingOptions } from "../options/output-options.js";
import { printPlan } from "../run/print-plan.js";
import { printNote } from "../run/print-report.js";
import { annotateWithProgress } from "./annotate.js";
import { readRequirements, type ScoreOutput, scoreAndReport, scoreOutputOptions } from "./score.js";

type RunRequest = Omit<AnnotateRequest, "output"> &
  Omit<ScoreRequest, "annotations"> & { readonly annotations: string };

interface RunOptions extends AskingOptions, ScoreOutput {}

const { modelOutputs, baseline, judge, output, ...others } = annotateOptions;
const runOptions = {
  modelOutputs,
  baseline: { ...baseline, help: "outputs of the baseline" },
  judge,
  annotations: {
    ...output,
    flag: "--annotations <file>",
    heading: baseline.heading,
    required: false,
    default: "judged.jsonl",
  },
  ...others,
  ...withoutMembers(scoreOptions, "annotations"),
} satisfies OptionTable<RunRequest>;

export const runCommand = defineCommand<RunRequest, RunOptions>({
  request: runOptions,
  options: { ...askingOptions, ...scoreOutputOptions },
  examples: [
    "lceval run model.json --baseline baseline.json --judge weighted",
    "lceval run 'outputs/*.jsonl' --baseline baseline.json --judge verdict --budget-usd 20 -o result.json",
  ],
  run: annotateAndScore,
});

async function annotateAndScore(
  given: RunRequest,
  stated: RunOptions,
  { command }: CommandContext,
): Promise<void> {
  // what may end the run is held against at its end, too
  const options = { ...stated, against: stated.against ?? given.untilAgainst };
  // a requirement or a format that cannot be read must not cost a judged run
  await readRequirements(options);
  const { output = "-", format } = options;
  if (output !== "-" && format === undefined) {
    const { formatOfFile } = await import("../../report/formats/index.js");
    formatOfFile(output);
  }
  const request: AnnotateRequest = membersOf(annotateOptions, {
    ...given,
    output: given.annotations,
    fit: membersOf(fitOptions, given),
  });
  if (options.dryRun) return printPlan(request, options);
  if (command.getOptionValueSource("annotations") === "default")
    printNote(`judgements are kept in ${given.annotations} (--annotations names another file)`, options);

  const scored = membersOf(scoreOptions, { ...given, annotations: [given.annotations] });
  const { outcome, tasks, unjudged, unasked } = await annotateWithProgress(request, options).catch(
    async (error: unknown) => {
      // what was judged until then is scored all the same; the error stays what the run ends with
      if (error instanceof JudgeUnusableError) await scoreAndReport(scored, options).catch(() => {});
      throw error;
    },
  );
  if (outcome === "interrupted") return;
  if (outcome === "partial" && unjudged + unasked === tasks)
    return printNote("nothing was judged, so there is nothing to score", options);
  await scoreAndReport(scored, options);
}
