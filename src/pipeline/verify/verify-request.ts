import type { OptionTable } from "../options/option-table.js";
import { text } from "../options/option-values.js";

export interface VerifyRequest {
  /** A file of judgements, or a result of `score -o`. */
  readonly file: string;
  /** Where the file is written again without what is wrong with it. */
  readonly repair?: string | undefined;
}

export const verifyOptions = {
  file: {
    argument: "<file>",
    help: "a file of judgements, with or without its manifest, or a result of `score -o`",
    value: text(),
  },
  repair: {
    flag: "--repair <out>",
    help: "write the file again: each line once; what is torn, changed or contradicts another goes to OUT.conflicts.jsonl",
    heading: "Output:",
    value: text(),
    trust: "inside",
  },
} satisfies OptionTable<VerifyRequest>;
