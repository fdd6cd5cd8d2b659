import { type Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { countOf } from "../../core/count-of.js";
import type { AnnotateRequest } from "../../pipeline/annotate/annotate-request.js";
import type { AnnotateProgress, AnnotateSummary } from "../../pipeline/annotate/annotation-session.js";
import { addEndpointOptions, addLimitOptions } from "../options/asking-options.js";
import { addCommonOptions } from "../options/common-options.js";
import { collect, numberBetween, wholeNumberBetween } from "../options/option-values.js";
import { printPlan } from "../run/print-plan.js";
import type { RunProgress } from "../run/progress.js";
import {
  countMissing,
  describeAsking,
  listCounts,
  listMissing,
  runWithProgress,
} from "../run/run-with-progress.js";
import { endpointTrust } from "../settings/settings.js";

export function defineAnnotate(command: Command): void {
  command
    .argument("<model-outputs...>", "output files of the models, or globs")
    .requiredOption("--baseline <file>", "outputs of the baseline; none, for a judge that sees one answer")
    .requiredOption(
      "--judge <name|path>",
      "a judge that comes with lceval, or a folder (lceval's or alpaca_eval's)",
    )
    .requiredOption("-o, --output <file>", "where judgements are appended, a .jsonl file");
  const action = async (
    modelOutputs: string[],
    options: AnnotateCommandOptions,
    self: CommandUnknownOpts,
  ) => {
    const trust = endpointTrust(self, process.argv);
    const request = { ...(options as AnnotateRequest), ...trust, modelOutputs };
    if (options.dryRun) await printPlan(request, options);
    else await annotateWithProgress(request, options);
  };
  addAnnotateOptions(command as unknown as Command).action(action as never);
  addCommonOptions(command);
}

export interface AnnotateCommandOptions {
  readonly quiet?: boolean;
  readonly dryRun?: boolean;
}

/** The options that `annotate` and `run` share. Defaults are those of `annotateDefaults`. */
export function addAnnotateOptions(command: Command): Command {
  const percent = numberBetween(0, 100);
  addEndpointOptions(command.option("--judge-model <id>", "another model than the judge's own") as never);
  command
    .option("--name <generator>", "the model's name (default: the generator column, else the file's name)")
    .option("--id-column <name>", "match by this column instead of the instruction's text")
    .addOption(
      new Option("--duplicates <policy>", "repeated instructions")
        .choices(["error", "first"])
        .default("error"),
    )
    .option("--max-unmatched <percent>", "instructions that may lack a counterpart", percent, 0)
    .addOption(
      new Option("--order <policy>", "which answer is shown first (default: the judge's)").choices([
        "random",
        "both",
        "baseline-first",
        "model-first",
      ]),
    )
    .option("--repeat <n>", "ask each question so many times", wholeNumberBetween(1, 100), 1)
    .option("--label-noise <p>", "flip this share of verdicts on purpose", numberBetween(0, 1))
    .option(
      "--max-instances <n>",
      "judge a sample of the instructions, the same for every model",
      wholeNumberBetween(1),
    )
    .option("--retry-failed", "ask refused and unparsable pairs once more")
    .option(
      "--reuse <annotations>",
      "take verdicts over from alpaca_eval's annotation files (repeatable)",
      collect,
    )
    .option("--max-unjudged <percent>", "exit 5 when more than this have no verdict", percent, 5);
  return addLimitOptions(command);
}

/** Runs `annotate` with progress, warnings and a summary on standard error, and sets the exit code. */
export async function annotateWithProgress(
  request: AnnotateRequest,
  { quiet = false }: AnnotateCommandOptions,
): Promise<AnnotateSummary> {
  const { annotate } = await import("../../pipeline/annotate/annotate.js");
  return runWithProgress((hooks) => annotate(request, hooks), { quiet, measure, describe });
}

function measure(progress: AnnotateProgress): RunProgress {
  const { counts } = progress;
  return {
    verb: "judged",
    tasks: progress.tasks,
    doneBefore: progress.doneBefore,
    succeeded: () => counts.judged,
    ...countMissing(counts.unjudgedByReason),
    asking: () => progress.asking,
  };
}

function describe(summary: AnnotateSummary): string[] {
  const { counts, models } = summary;
  const sources = listCounts(counts.judgedBySource);
  const lines = [
    `${summary.output}: ${countOf(summary.tasks, "judgement")} of ${countOf(models.length, "model")} by ${summary.judge}; ${summary.doneBefore} were there, ${counts.judged} added${sources && ` (${sources})`}`,
    ...describeAsking(summary.asking),
  ];
  if (summary.unjudged + summary.unasked > 0) {
    const reasons = listMissing(summary.unjudgedByReason, summary.unasked);
    const again = summary.lasting > 0 ? `; --retry-failed asks again for ${summary.lasting} of them` : "";
    lines.push(`without a verdict: ${summary.unjudged + summary.unasked} (${reasons})${again}`);
  }
  if (counts.flippedOnPurpose > 0)
    lines.push(`flipped on purpose (label noise): ${counts.flippedOnPurpose} of ${counts.judged}`);
  const { shown, preferredFirst, shownBothWays, flipped } = summary.orderEffect;
  if (shown > 0)
    lines.push(`answer shown first preferred: ${((100 * preferredFirst) / shown).toFixed(1)} % of ${shown}`);
  if (shownBothWays > 0)
    lines.push(
      `flip rate (winner changes with the order): ${((100 * flipped) / shownBothWays).toFixed(1)} % of ${shownBothWays}`,
    );
  return lines;
}
