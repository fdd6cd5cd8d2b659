// A path such as `choices[0].message.content` and a row → the value there. A column whose name is the whole path goes first;
// JSON that a table keeps as text is looked into.
import { parseCell } from "../../core/item-identity.js";

type Step = string | number | "*";

const steps = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  const cut = steps.get(path);
  if (cut) return cut;
  const found = [...path.matchAll(/\[(-?\d+|\*)\]|[^.[\]]+/g)].map(([word, index]) =>
    index === undefined ? word : index === "*" ? "*" : Number(index),
  );
  steps.set(path, found);
  return found;
}

/** The column that a path begins in. */
export const columnOfPath = (path: string, row: Readonly<Record<string, unknown>>): string =>
  Object.hasOwn(row, path) ? path : String(stepsOf(path)[0] ?? path);

/** The value, or undefined where the row has none; `[*]` gives a list. */
export function readPath(row: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path];
  return walk(row, stepsOf(path), 0);
}

function walk(value: unknown, path: readonly Step[], at: number): unknown {
  if (at === path.length) return value;
  const inside = typeof value === "string" && at > 0 ? parseCell(value) : value;
  const step = path[at]!;
  if (step === "*") {
    if (!Array.isArray(inside)) return undefined;
    const all = inside.map((element) => walk(element, path, at + 1));
    return all.every((element) => element !== undefined) ? all : undefined;
  }
  if (typeof step === "number")
    return Array.isArray(inside) ? walk(inside.at(step), path, at + 1) : undefined;
  if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, step)) return undefined;
  return walk((inside as Record<string, unknown>)[step], path, at + 1);
}
