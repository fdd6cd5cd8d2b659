import { type Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { countOf } from "../../core/count-of.js";
import type { GenerateRequest } from "../../pipeline/generate/generate-request.js";
import type { GenerateProgress, GenerateSummary } from "../../pipeline/generate/generation-session.js";
import { addEndpointOptions, addLimitOptions } from "../options/asking-options.js";
import { addCommonOptions } from "../options/common-options.js";
import { numberBetween, wholeNumberBetween } from "../options/option-values.js";
import { printGenerationPlan } from "../run/print-plan.js";
import type { RunProgress } from "../run/progress.js";
import { countMissing, describeAsking, listMissing, runWithProgress } from "../run/run-with-progress.js";
import { endpointTrust } from "../settings/settings.js";

interface GenerateCommandOptions extends Omit<GenerateRequest, "instructions"> {
  readonly quiet?: boolean;
  readonly dryRun?: boolean;
}

export function defineGenerate(command: Command): void {
  command
    .argument("<instructions...>", "files of instructions (instruction or messages), or globs")
    .requiredOption("--model <id>", "the model's name at the endpoint")
    .requiredOption("-o, --output <file>", "where outputs are appended, a .jsonl file");
  const action = async (
    instructions: string[],
    options: GenerateCommandOptions,
    self: CommandUnknownOpts,
  ) => {
    const isSeedGiven = self.getOptionValueSource("seed") !== "default";
    const request: GenerateRequest = {
      ...options,
      ...endpointTrust(self, process.argv),
      instructions,
      samplingSeed: isSeedGiven ? options.seed : undefined,
    };
    if (options.dryRun) await printGenerationPlan(request, options);
    else await generateWithProgress(request, options.quiet ?? false);
  };
  addGenerateOptions(addEndpointOptions(command as unknown as Command));
  addLimitOptions(command as unknown as Command).action(action as never);
  addCommonOptions(command);
}

function addGenerateOptions(command: Command): void {
  command
    .option("--system <text|file>", "the system message")
    .option("--temperature <t>", "sampling temperature (default: the endpoint's)", numberBetween(0, 2))
    .option("--top-p <p>", "nucleus sampling", numberBetween(0, 1))
    .option("--max-tokens <n>", "most tokens of an answer", wholeNumberBetween(1))
    .option("--name <generator>", "what the outputs call the model (default: --model)")
    .option("--id-column <name>", "tell instructions apart by this column instead of their text")
    .addOption(
      new Option("--duplicates <policy>", "repeated instructions")
        .choices(["error", "first"])
        .default("error"),
    )
    .option("--max-instances <n>", "answer a sample of the instructions", wholeNumberBetween(1))
    .option(
      "--max-failed <percent>",
      "exit 5 when more answers than this are missing",
      numberBetween(0, 100),
      0,
    );
}

async function generateWithProgress(request: GenerateRequest, quiet: boolean): Promise<void> {
  const { generate } = await import("../../pipeline/generate/generate.js");
  await runWithProgress((hooks) => generate(request, hooks), { quiet, measure, describe });
}

function measure(progress: GenerateProgress): RunProgress {
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
  return [
    `${summary.output}: ${countOf(summary.tasks, "answer")} of ${summary.generator}; ${summary.doneBefore} were there, ${counts.generated} added`,
    ...describeAsking(summary.asking),
    ...(failed + unasked > 0
      ? [
          `without an answer: ${failed + unasked} (${listMissing(counts.failedByReason, unasked)}); the same command asks for them again`,
        ]
      : []),
  ];
}
