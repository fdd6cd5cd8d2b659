// A run that asks → the same run with progress, warnings and a summary on standard error, interruptible, its exit code set.

import { countOf } from "../../core/count-of.js";
import { excerptLine } from "../../core/quote-value.js";
import { visibleText } from "../../core/visible-text.js";
import type { RunHooks, RunProgress, RunSummary } from "../../pipeline/asking/run-hooks.js";
import { withoutCodes } from "../../report/warning-text.js";
import { commandLine } from "./command-line.js";
import { createInterrupts } from "./interrupts.js";
import { fitTerminal, warningLines } from "./print-report.js";
import { openProgress, type ShownProgress, silentProgress } from "./progress.js";
import { raiseExitCode } from "./raise-exit-code.js";

export interface RunWords<Progress, Summary> {
  readonly quiet: boolean;
  readonly noWarn?: readonly string[] | undefined;
  /** Whether each question that fails is said. */
  readonly verbose: boolean;
  readonly measure: (progress: Progress) => ShownProgress;
  readonly describe: (summary: Summary) => readonly string[];
}

export async function runWithProgress<Progress, Summary extends RunSummary<unknown>>(
  run: (hooks: RunHooks<Progress, Summary>) => Promise<Summary>,
  { quiet, verbose, noWarn, measure, describe }: RunWords<Progress, Summary>,
): Promise<Summary> {
  const display = quiet ? silentProgress : openProgress();
  const interrupts = createInterrupts((text) => display.say(text));
  try {
    const summary = await run({
      stop: interrupts.stop,
      abort: interrupts.abort,
      onStart: (progress) => {
        interrupts.listen();
        const measured = measure(progress);
        if (measured.doneBefore < measured.tasks) display.start(measured);
      },
      onFailure: (summary) => {
        display.stop();
        for (const line of describe(summary)) display.say(visibleText(line));
      },
      ...(verbose && {
        onMissing: ({ instruction, reason, detail }) =>
          display.say(fitTerminal(visibleText(`${reason}: ${detail} (${excerptLine(instruction)})`), "  ")),
      }),
      onNotice: (text) => display.say(visibleText(text)),
      onWarning: (warning) => {
        for (const wanted of withoutCodes([warning], noWarn)) display.say(warningLines(visibleText(wanted)));
      },
    });
    display.stop();
    for (const line of describe(summary)) display.say(visibleText(line));
    if (summary.outcome === "partial") raiseExitCode("partial");
    if (summary.outcome === "interrupted" && interrupts.exitCode !== null) {
      process.exitCode = interrupts.exitCode;
      process.stderr.write(`go on with: ${commandLine()}\n`);
    }
    return summary;
  } finally {
    display.stop();
    interrupts.dispose();
  }
}

/** "3 refused, 1 timeout" */
export const listCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");

/** ": 30 were there before, 50 added" */
export const describeAdded = (before: number, added: number): string =>
  `: ${before > 0 ? `${before} were there before, ` : ""}${added} added`;

/** "3 refused, 12 not asked (budget), 2 not asked": what the budget left out has not failed. */
export function listMissing(counts: Readonly<Record<string, number>>, unasked: number): string {
  const { budget = 0, ...failed } = counts;
  return [
    listCounts(failed),
    budget > 0 && `${budget} not asked (budget)`,
    unasked > 0 && `${unasked} not asked`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** "  3 refused: 403 Your input was flagged": each reason, how often, and one of them in the endpoint's words. */
export const describeFailures = (
  counts: Readonly<Record<string, number>>,
  examples: Readonly<Record<string, string>>,
): string[] =>
  Object.entries(counts).flatMap(([reason, count]) => {
    const example = examples[reason];
    return example === undefined ? [] : [`  ${count} ${reason}, for instance: ${example}`];
  });

/** What changes as a run goes on: questions that failed, and those that the budget left out. */
export const countMissing = (counts: Readonly<Record<string, number>>) => ({
  failed: () => Object.entries(counts).reduce((sum, [name, n]) => (name === "budget" ? sum : sum + n), 0),
  unasked: () => counts.budget ?? 0,
});

/** "12 requests (2 repeated), $0.0012" */
export function describeAsking(asking: RunProgress<object>["asking"]): string[] {
  if (asking === null) return [];
  const { requests, retries, costUsd, givenUp, unreadUsage, unreadLogprobs, pending } = asking;
  const cost = costUsd === null ? "cost unknown" : `$${costUsd.toFixed(4)}`;
  const lost = [
    pending > 0 &&
      `${countOf(pending, "request")} pending in batches; the same command goes on (lceval batches list)`,
    givenUp > 0 &&
      `${countOf(givenUp, "request")} given up or broken off, which the server may bill all the same`,
    unreadUsage > 0 && `usage not readable in ${unreadUsage} replies, whose cost is not known`,
    unreadLogprobs > 0 && `log-probabilities not readable in ${unreadLogprobs} replies`,
  ].filter((line) => line !== false);
  return [`${countOf(requests, "request")} (${retries} repeated), ${cost}`, ...lost];
}
