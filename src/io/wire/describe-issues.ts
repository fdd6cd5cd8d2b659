import type { InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import type { LocatedRow } from "../rows/located-row.js";

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema found wrong with a row: where, the value that stands there, and what would be valid. */
export function describeIssues({ file, row, value }: LocatedRow, issues: readonly Issue[]): InputProblem[] {
  return issues.map(({ path, message }) => {
    const found = path.reduce<unknown>(
      (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
      value,
    );
    const what = found === undefined ? "nothing" : quoteValue(found);
    return { file, row, field: path.map(String).join("."), message: `is ${what}; ${message}` };
  });
}
