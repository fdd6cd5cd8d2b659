import { definedMembers } from "../../core/defined-members.js";
import type { OrderPolicy } from "../../pairs/order-of-presentation.js";
import { type AskingRequest, askingDefaults } from "../asking/asking-request.js";

/** What `annotate` is asked to do. */
export interface AnnotateRequest extends AskingRequest {
  /** Output files of the models to be judged, or globs. */
  readonly modelOutputs: readonly string[];
  /** The output file of the baseline; `none` for a judge that sees one answer, of the model's answers by themselves. */
  readonly baseline: string;
  /** A judge's name, or the path of its folder. */
  readonly judge: string;
  /** The annotation file: `.jsonl`, a journal. */
  readonly output: string;
  /** Another model than the judge's own. */
  readonly judgeModel?: string | undefined;
  /** The model's name, instead of the column or the file's name. */
  readonly name?: string | undefined;
  readonly idColumn?: string | undefined;
  readonly duplicates?: "error" | "first";
  /** How many instructions may lack a counterpart, in percent. */
  readonly maxUnmatched?: number;
  readonly order?: OrderPolicy | undefined;
  /** How often each question is asked. */
  readonly repeat?: number;
  /** Share of verdicts to flip on purpose, in [0, 1]. */
  readonly labelNoise?: number | undefined;
  readonly maxInstances?: number | undefined;
  readonly retryFailed?: boolean;
  /** Annotation files whose verdicts are taken over. */
  readonly reuse?: readonly string[];
  /** How many tasks may end without a verdict, in percent. */
  readonly maxUnjudged?: number;
  readonly seed?: number;
}

/** The defaults of `annotate`, the command's and the library's. */
export const annotateDefaults = {
  ...askingDefaults,
  duplicates: "error",
  maxUnmatched: 0,
  repeat: 1,
  maxUnjudged: 5,
  seed: 0,
} as const;

export type ResolvedAnnotateRequest = AnnotateRequest &
  Required<Pick<AnnotateRequest, keyof typeof annotateDefaults>>;

export const resolveAnnotateRequest = (request: AnnotateRequest): ResolvedAnnotateRequest => ({
  ...annotateDefaults,
  ...definedMembers(request),
});
