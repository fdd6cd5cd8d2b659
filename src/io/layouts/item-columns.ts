// The texts of `--output-columns` and `--baseline-columns` → what stands for what in somebody's file of outputs.
import { UsageError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { parseAssignments } from "../wire/column-map.js";

/** By the name of an outputs file, the path of what stands for it; of `output` several, one a model. */
export type ItemColumns = ReadonlyMap<string, string | readonly string[]>;

/**
 * `instruction=prompt,output=choices[0].text,id=uid` to a map. Any column that a prompt may ask for can stand left of the
 * sign; `output=a,output=b` are two models, called as their columns are.
 * @throws UsageError for anything else, and for another name given twice
 */
export function parseItemColumns(text: string): ItemColumns {
  const columns = new Map<string, string | string[]>();
  for (const [name, path] of parseAssignments("--output-columns, --baseline-columns", text)) {
    const known = columns.get(name);
    if (known !== undefined && name !== "output")
      throw new UsageError(`${quoteValue(name)} is named twice in ${quoteValue(text)}`);
    columns.set(name, known === undefined ? path : [known, path].flat());
  }
  return columns;
}
