// Which rows of a table are meant; apart from what reads tables, for the command line to load quickly.
import { parseAssignments } from "../../io/wire/column-map.js";

/** A column and one of the values that its rows may have. */
export interface Condition {
  readonly column: string;
  readonly value: string;
}

/** `study=letters,generator=m` to conditions. */
export const parseConditions = (text: string): Condition[] =>
  parseAssignments("--where", text).map(([column, value]) => ({ column, value }));
