import { countOf } from "../../core/count-of.js";
import { present } from "../../core/present.js";
import { type GenerateRequest, generateOptions } from "../../pipeline/generate/generate-request.js";
import type { GenerateProgress, GenerateSummary } from "../../pipeline/generate/generation-session.js";
import { defineCommand } from "../define-command.js";
import { type RunOptions, runOptions } from "../options/output-options.js";
import { printGenerationPlan } from "../run/print-plan.js";
import type { ShownProgress } from "../run/progress.js";
import {
  countMissing,
  describeAdded,
  describeAsking,
  describeFailures,
  listMissing,
  runWithProgress,
} from "../run/run-with-progress.js";

export const generateCommand = defineCommand<GenerateRequest, RunOptions>({
  request: generateOptions,
  options: runOptions,
  examples: [
    "lceval generate instructions.jsonl --model gpt-4.1 -o outputs.jsonl",
    "lceval generate instructions.jsonl --model qwen3 -o outputs.jsonl --base-url http://localhost:8000/v1",
  ],
  run: async (given, options, { command }) => {
    const isSeedGiven = command.getOptionValueSource("seed") !== "default";
    const request = { ...given, samplingSeed: isSeedGiven ? given.seed : undefined };
    if (options.dryRun) await printGenerationPlan(request, options);
    else await generateWithProgress(request, options);
  },
});

async function generateWithProgress(
  request: GenerateRequest,
  { quiet = false, verbose = false }: RunOptions & { readonly quiet?: boolean },
): Promise<void> {
  const { generate } = await import("../../pipeline/generate/generate.js");
  await runWithProgress((hooks) => generate(request, hooks), { quiet, verbose, measure, describe });
}

function measure(progress: GenerateProgress): ShownProgress {
  const { counts } = progress;
  return {
    verb: "generated",
    tasks: progress.tasks,
    doneBefore: progress.doneBefore,
    succeeded: () => counts.generated,
    ...countMissing(counts.failedByReason),
    asking: () => progress.asking,
  };
}

function describe(summary: GenerateSummary): string[] {
  const { counts, failed, unasked } = summary;
  return present([
    `${summary.output}: ${countOf(summary.tasks, "answer")} of ${summary.generator}${describeAdded(summary.doneBefore, counts.generated)}`,
    ...describeAsking(summary.asking),
    failed + unasked > 0 && [
      `without an answer: ${failed + unasked} (${listMissing(counts.failedByReason, unasked)}); the same command asks for them again`,
      ...describeFailures(counts.failedByReason, summary.exampleByReason),
    ],
  ]);
}
