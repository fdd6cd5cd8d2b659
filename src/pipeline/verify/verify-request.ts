import { argument, type OptionTable, option, under } from "../options/option-table.js";

export interface VerifyRequest {
  /** A file of judgements, or a result of `score -o`. */
  readonly file: string;
  /** Where the file is written again without what is wrong with it. */
  readonly repair?: string | undefined;
}

export const verifyOptions = {
  file: argument("<file>", "a file of judgements, with or without its manifest, or a result of `score -o`"),
  ...under("Output:", "inside", {
    repair: option(
      "<out>",
      "write the file again: each line once; what is torn, changed or contradicts another goes to OUT.conflicts.jsonl",
    ),
  }),
} satisfies OptionTable<VerifyRequest>;
