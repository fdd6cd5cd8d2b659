// Paths and patterns to the paths of files.
import { existsSync } from "node:fs";
import { sep } from "node:path";
import { InputError, type InputProblem } from "../../core/errors.js";
import { readableKinds } from "../bytes/byte-source.js";
import type { RowInput } from "./located-row.js";

/**
 * Patterns (`*`, `?`, `**`, `{a,b}`, `[…]`) expanded in code-point order; a name that exists is taken as it stands,
 * whatever characters it holds; each path once, where it is first named.
 * @throws InputError when a pattern matches nothing. A plain name that does not exist is left for the reader to report.
 */
export async function expandPaths<Input extends RowInput>(
  patterns: readonly Input[],
  separator: string = sep,
): Promise<Input[]> {
  const problems: InputProblem[] = [];
  const paths: Input[] = [];
  for (const pattern of patterns) {
    if (
      typeof pattern !== "string" ||
      pattern === "-" ||
      existsSync(pattern) ||
      !/[*?[\]{}()!]/.test(pattern)
    ) {
      paths.push(pattern);
      continue;
    }
    const { glob } = await import("tinyglobby");
    // where "\\" parts folders it escapes nothing
    const matches = await glob(pattern.replaceAll(separator, "/"), {
      dot: false,
      expandDirectories: false,
      onlyFiles: false,
    });
    if (matches.length === 0)
      problems.push({ file: pattern, message: `no file matches this pattern; expected ${readableKinds}` });
    paths.push(...(matches.sort() as Input[]));
  }
  if (problems.length > 0) throw new InputError(problems);
  return [...new Set(paths)];
}
