import { argument, type OptionTable } from "../options/option-table.js";
import { outputOption } from "../options/shared-options.js";

export interface MergeRequest {
  /** Journals of `annotate` or of `generate`, or globs; or folders of stores of replies. */
  readonly files: readonly string[];
  /** What they become: a journal, or a folder; it must not be there yet. */
  readonly output: string;
}

export const mergeOptions = {
  files: argument("<files...>", "what annotate or generate wrote, or folders of stores of replies"),
  output: { ...outputOption, help: "what they become; it must not be there yet", required: true },
} satisfies OptionTable<MergeRequest>;
