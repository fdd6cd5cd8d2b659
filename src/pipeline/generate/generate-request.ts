import { definedMembers } from "../../core/defined-members.js";
import { type AskingRequest, askingDefaults } from "../asking/asking-request.js";

/** What `generate` is asked to do. */
export interface GenerateRequest extends AskingRequest {
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
  readonly maxTokens?: number | undefined;
  /** The seed that is sent to the endpoint; none when absent. */
  readonly samplingSeed?: number | undefined;
  readonly idColumn?: string | undefined;
  readonly duplicates?: "error" | "first";
  readonly maxInstances?: number | undefined;
  /** How many answers may be missing at the end, in percent. */
  readonly maxFailed?: number;
  /** Of the sample that `maxInstances` draws. */
  readonly seed?: number;
}

/** The defaults of `generate`, the command's and the library's. */
export const generateDefaults = { ...askingDefaults, duplicates: "error", maxFailed: 0, seed: 0 } as const;

export type ResolvedGenerateRequest = GenerateRequest &
  Required<Pick<GenerateRequest, keyof typeof generateDefaults>>;

export const resolveGenerateRequest = (request: GenerateRequest): ResolvedGenerateRequest => ({
  ...generateDefaults,
  ...definedMembers(request),
});
