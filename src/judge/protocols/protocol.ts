// What a protocol is: one way of asking for a verdict, and the one way to read it.
import type { z } from "zod";
import type { Completion } from "../../endpoint/client/completion.js";
import type { ShownReading } from "../reading.js";

/** How the prompt names the answers; `tie` only where it allows one. */
export interface Labels {
  readonly first: string;
  readonly second: string;
  readonly tie?: string | undefined;
}

/** What a reply is read with. */
export interface ReplyContext<Options> {
  readonly options: Options;
  readonly labels: Labels;
  /** The least share of the probability that the labels must hold, in [0, 1]; 0 when absent. */
  readonly minLabelShare?: number;
  /** Texts of others that the judge was shown, first answer first: verdicts quoted from them are not the judge's. */
  readonly shownTexts: readonly string[];
}

/** One file in this folder; `index.ts` lists them all. */
export interface Protocol<Options = unknown> {
  /** The name in judge.json. */
  readonly name: string;
  /** Raised when a reply could be read otherwise than before; part of the judge's fingerprint. */
  readonly version: number;
  /** How many answers a request may show; one = each answer is judged by itself. */
  readonly answersShown: readonly (1 | 2)[];
  readonly needsLogprobs: boolean;
  /** The further keys of `protocol` in judge.json, with their defaults. */
  readonly options: z.ZodType<Options>;
  /** Reads one complete reply. Throws nothing: what cannot be read is a failure with its reason. */
  readonly read: (completion: Completion, context: ReplyContext<Options>) => ShownReading;
  /** A reply about several comparisons → what it says of each; absent where a protocol reads one alone. */
  readonly split?: (text: string, options: Options) => readonly string[];
}
