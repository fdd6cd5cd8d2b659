import type { ItemColumns } from "../../io/layouts/item-columns.js";
import { annotateOptions } from "../annotate/annotate-request.js";
import { type AskingRequest, askingOptions } from "../asking/asking-request.js";
import { type SamplingOptions, samplingOptions } from "../asking/sampling-options.js";
import { resolveRequest } from "../options/check-request.js";
import { itemOptions } from "../options/item-options.js";
import {
  argument,
  defaultsOf,
  type OptionTable,
  option,
  type Resolved,
  toggle,
  under,
} from "../options/option-table.js";
import { anyText, numberBetween, percentAsShare, wholeNumberBetween } from "../options/option-values.js";
import { outputOption, seedOption } from "../options/shared-options.js";

/** What `generate` is asked to do. */
export interface GenerateRequest extends AskingRequest, SamplingOptions {
  /** Files of instructions, or globs. */
  readonly instructions: readonly string[];
  /** The model's name at the endpoint. */
  readonly model: string;
  /** The outputs file: `.jsonl`, a journal. */
  readonly output: string;
  /** What the outputs call the model; its name at the endpoint when absent. */
  readonly name?: string | undefined;
  /** The system message, or the name of a file that holds it. Conversations with one of their own keep theirs. */
  readonly system?: string | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  /** The seed that is sent to the endpoint; none when absent. */
  readonly samplingSeed?: number | undefined;
  /** Leave a reasoning model's thoughts in the outputs; they are taken off, and counted, without it. */
  readonly keepThinking?: boolean | undefined;
  readonly idColumn?: string | undefined;
  /** What stands for instruction, id, … in the files, and their layout by name. */
  readonly outputColumns?: ItemColumns | undefined;
  readonly layout?: string | undefined;
  readonly duplicates?: "error" | "first" | undefined;
  readonly maxInstances?: number | undefined;
  /** How many answers may be missing at the end, as a share in [0, 1]. */
  readonly maxFailed?: number | undefined;
  /** Of the sample that `maxInstances` draws. */
  readonly seed?: number | undefined;
}

export const generateOptions = {
  instructions: argument("<instructions...>", "files of instructions (instruction or messages), or globs"),
  ...under("Options:", "any", {
    model: option("<id>", "the model's name at the endpoint, or PROVIDER/NAME", anyText(), {
      required: true,
    }),
  }),
  output: { ...outputOption, help: "where outputs are appended, a .jsonl file", required: true },
  ...askingOptions,
  ...under("Options:", "inside", { system: option("<text|file>", "the system message") }),
  ...under("Options:", "any", {
    temperature: option("<t>", "sampling temperature (default: the endpoint's)", numberBetween(0, 2)),
    topP: option("<p>", "nucleus sampling", numberBetween(0, 1)),
    sampling: samplingOptions.sampling,
    maxTokens: { ...samplingOptions.maxTokens, help: "most tokens of an answer" },
    reasoningEffort: samplingOptions.reasoningEffort,
    keepThinking: toggle("leave a reasoning model's thoughts in the outputs"),
  }),
  name: { ...annotateOptions.name, help: "what the outputs call the model (default: --model)" },
  idColumn: {
    ...annotateOptions.idColumn,
    help: "tell instructions apart by this column instead of their text",
  },
  ...itemOptions,
  duplicates: annotateOptions.duplicates,
  maxInstances: { ...annotateOptions.maxInstances, help: "answer a sample of the instructions" },
  ...under("Options:", "none", {
    maxFailed: option("<percent>", "exit 5 when more answers than this are missing", percentAsShare(0, 100), {
      default: 0,
    }),
  }),
  samplingSeed: { isLibraryOnly: true, value: wholeNumberBetween(0) },
  seed: seedOption,
} satisfies OptionTable<GenerateRequest>;

export const generateDefaults = defaultsOf(generateOptions);

export type ResolvedGenerateRequest = Resolved<GenerateRequest, typeof generateOptions>;

export const resolveGenerateRequest = (request: GenerateRequest): ResolvedGenerateRequest =>
  resolveRequest("generate", generateOptions, request);
