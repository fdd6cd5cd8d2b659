// What `judges probe` can be asked.
import { type AskingRequest, askingOptions } from "../asking/asking-request.js";
import { argument, type OptionTable, option, under } from "../options/option-table.js";
import { repeatedTexts, wholeNumberBetween } from "../options/option-values.js";
import { judgeModelOption, levelOption, seedOption } from "../options/shared-options.js";

export interface ProbeRequest extends AskingRequest {
  readonly judge: string;
  readonly judgeModel?: string | undefined;
  /** Files of answers with the columns instruction and output; the example's when absent. */
  readonly outputs?: readonly string[] | undefined;
  /** How many answers at most; absent: 200, and as many again for a judge that they leave unsure. */
  readonly items?: number | undefined;
  readonly level?: number | undefined;
  readonly seed?: number | undefined;
}

export const probeOptions = {
  judge: argument("<name|path>", "a judge's name, or its folder"),
  judgeModel: judgeModelOption,
  ...under("Files and pairs:", "any", {
    outputs: option("<file>", "answers to make twins of (repeatable; default: the example's)", repeatedTexts),
    items: option(
      "<n>",
      "answers at most (default: 200; 400 where verdicts are wins and losses that leave it unsure)",
      wholeNumberBetween(2),
    ),
  }),
  ...askingOptions,
  level: levelOption,
  seed: seedOption,
} satisfies OptionTable<ProbeRequest>;
