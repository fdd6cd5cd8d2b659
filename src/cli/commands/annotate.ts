import { countOf } from "../../core/count-of.js";
import { UsageError } from "../../core/errors.js";
import { type AnnotateRequest, annotateOptions } from "../../pipeline/annotate/annotate-request.js";
import type { AnnotateProgress, AnnotateSummary } from "../../pipeline/annotate/annotation-session.js";
import type { LookRecord } from "../../pipeline/annotate/stopping/look-record.js";
import { percent } from "../../report/figure-text.js";
import { defineCommand } from "../define-command.js";
import { type RunOptions, runOptions } from "../options/output-options.js";
import { setGateExitCode } from "../run/print-gates.js";
import { printPlan } from "../run/print-plan.js";
import type { OutputOptions } from "../run/print-report.js";
import type { ShownProgress } from "../run/progress.js";
import {
  countMissing,
  describeAdded,
  describeAsking,
  describeFailures,
  listCounts,
  listMissing,
  runWithProgress,
} from "../run/run-with-progress.js";

export const annotateCommand = defineCommand<AnnotateRequest, RunOptions>({
  request: annotateOptions,
  options: runOptions,
  examples: [
    "lceval annotate model.json --baseline baseline.json --judge weighted -o judged.jsonl --dry-run",
    "lceval annotate 'outputs/*.json' --baseline baseline.json --judge weighted --order both -o judged.jsonl",
    "lceval annotate model.json --baseline baseline.json --judge verdict --base-url http://localhost:8000/v1 --judge-model qwen3 -o judged.jsonl",
  ],
  run: async (request, options) => {
    if (request.margin !== undefined && request.untilAgainst === undefined)
      throw new UsageError(
        "--margin needs a reference to hold the models against: --until-against RESULT.json",
      );
    if (options.dryRun) await printPlan(request, options);
    else await annotateWithProgress(request, options);
  },
});

/** Runs `annotate` with progress, warnings and a summary on standard error, and sets the exit code. */
export async function annotateWithProgress(
  request: AnnotateRequest,
  { quiet = false, verbose = false, noWarn }: RunOptions & Pick<OutputOptions, "quiet" | "noWarn">,
): Promise<AnnotateSummary> {
  const { annotate } = await import("../../pipeline/annotate/annotate.js");
  let last: LookRecord | null = null;
  const about = () => last && `look ${last.look} of ${last.looks}: ${last.what}`;
  const summary = await runWithProgress(
    (hooks) =>
      annotate(request, {
        ...hooks,
        onLook(look) {
          last = look;
          hooks.onNotice?.(describeLook(look));
        },
      }),
    {
      quiet,
      verbose,
      noWarn,
      measure: (progress: AnnotateProgress) => ({ ...measure(progress), about }),
      describe,
    },
  );
  const decided = new Map(summary.looks.map(({ generator, outcome }) => [generator, outcome]));
  setGateExitCode([...decided.values()].filter((outcome) => outcome !== "undecided"));
  return summary;
}

/** "look 3 of 8: NAME: 302 of 805 asked, win_rate 48.21 [40.93, 55.60]: undecided, 503 left at most" */
function describeLook({
  generator,
  look,
  looks,
  asked,
  instructions,
  outcome,
  what,
  rule,
}: LookRecord): string {
  const left = instructions - asked;
  const verdict =
    outcome === "undecided"
      ? `undecided, ${left} left at most`
      : `${outcome} (until ${rule}), ${left} not asked`;
  return `look ${look} of ${looks}: ${generator}: ${asked} of ${instructions} instructions, ${what}: ${verdict}`;
}

function measure(progress: AnnotateProgress): ShownProgress {
  const { counts } = progress;
  return {
    verb: "judged",
    // a strong judge's sample comes later
    get tasks() {
      return progress.tasks;
    },
    get doneBefore() {
      return progress.doneBefore;
    },
    succeeded: () => counts.judged,
    ...countMissing(counts.unjudgedByReason),
    asking: () => progress.asking,
  };
}

/** What the questions that were not asked would have cost, by those that were. */
function describeSaved({ leftOut, counts, asking, tasks }: AnnotateSummary): string {
  const { asked = 0 } = counts.judgedBySource;
  const usd =
    asking?.costUsd && asked > 0 ? `, about $${((leftOut * asking.costUsd) / asked).toFixed(4)}` : "";
  return `stopped early: ${leftOut} of ${tasks} judgements were not needed${usd}; without --until the same command asks them`;
}

function describe(summary: AnnotateSummary): string[] {
  const { counts, models } = summary;
  const sources = listCounts(counts.judgedBySource);
  const lines = [
    `${summary.output}: ${countOf(summary.tasks - summary.leftOut, "judgement")} of ${countOf(models.length, "model")} by ${summary.judge}${describeAdded(summary.doneBefore, counts.judged)}${sources && ` (${sources})`}`,
    ...describeAsking(summary.asking),
  ];
  if (summary.leftOut > 0) lines.push(describeSaved(summary));
  if (summary.unjudged + summary.unasked > 0) {
    const reasons = listMissing(summary.unjudgedByReason, summary.unasked);
    const again = summary.lasting > 0 ? `; --retry-failed asks again for ${summary.lasting} of them` : "";
    lines.push(`without a verdict: ${summary.unjudged + summary.unasked} (${reasons})${again}`);
    lines.push(...describeFailures(summary.unjudgedByReason, summary.exampleByReason));
  }
  if (counts.flippedOnPurpose > 0)
    lines.push(`flipped on purpose (label noise): ${counts.flippedOnPurpose} of ${counts.judged}`);
  const { shown, preferredFirst, shownBothWays, flipped } = summary.orderEffect;
  if (shown > 0) lines.push(`answer shown first preferred: ${percent(preferredFirst / shown)} % of ${shown}`);
  if (shownBothWays > 0)
    lines.push(
      `flip rate (winner changes with the order): ${percent(flipped / shownBothWays)} % of ${shownBothWays}`,
    );
  return lines;
}
