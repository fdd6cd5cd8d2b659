// A request that a program made → the same, checked as the command line checks its options.

import { UsageError } from "../../core/errors.js";
import { nearestWord } from "../../core/nearest-word.js";
import { definedMembers } from "../../core/present.js";
import { type AnyTable, defaultsOf, type OptionTable, type Resolved } from "./option-table.js";

/** A checked request, with its defaults. Throws as `checkRequest` does. */
export function resolveRequest<Request extends object, Table extends OptionTable<Request>>(
  name: string,
  table: Table,
  request: Request,
): Resolved<Request, Table> {
  checkRequest<Request>(name, table, request);
  return { ...defaultsOf(table as unknown as AnyTable), ...definedMembers(request) } as unknown as Resolved<
    Request,
    Table
  >;
}

/**
 * Refuses what the command line would refuse: values that are none, members that are missing, and members that do not
 * exist, all at once.
 * @param name the function that was called
 * @throws UsageError
 */
export function checkRequest<Request extends object>(
  name: string,
  table: OptionTable<Request>,
  request: Request,
): void {
  const entries = table as unknown as AnyTable;
  const values = Object(request) as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(values).filter((member) => !Object.hasOwn(entries, member));
  const problems = [
    ...unknown.map(
      (member) => `there is no option "${member}"${suggestMember(member, Object.keys(entries))}`,
    ),
    ...Object.entries(entries).flatMap(([member, entry]) => {
      const value = values[member];
      const isNeeded =
        ("argument" in entry && entry.argument.startsWith("<")) ||
        ("required" in entry && entry.required === true);
      if (value === undefined && !isNeeded) return [];
      const needed = entry.value.needsInstead(value);
      return needed === null ? [] : [`${member} is ${describe(value)}: ${needed}`];
    }),
  ];
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `${name}: ${problem}`).join("\n"));
}

function describe(value: unknown): string {
  if (value === undefined) return "not given";
  if (typeof value === "function") return "a function";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return JSON.stringify(value)?.slice(0, 80) ?? String(value);
}

function suggestMember(member: string, known: readonly string[]): string {
  const near = nearestWord(member, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}
