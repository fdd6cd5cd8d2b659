// What stands for files of models on the command line, `NAME=FILE` too → paths, in order, with the names given to them.
import { InputError, type InputProblem } from "../../core/errors.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { realPathOf } from "../../io/rows/is-same-file.js";
import type { MemoryRows, RowInput } from "../../io/rows/located-row.js";

/** A file, and what its model is called where that was said. */
export interface ModelPath {
  readonly path: string;
  readonly name?: string | undefined;
  /** Rows at hand, which `path` is the name of. */
  readonly rows?: MemoryRows | undefined;
}

/**
 * The files of patterns, each with the name that was given to its model.
 * @throws InputError when a pattern matches nothing
 */
export async function expandModelPaths(patterns: readonly RowInput[]): Promise<ModelPath[]> {
  const paths: ModelPath[] = [];
  for (const pattern of patterns) {
    if (typeof pattern !== "string") {
      paths.push({ path: pattern.name, rows: pattern });
      continue;
    }
    const { path, name } = await readModelPath(pattern);
    for (const found of await expandPaths([path])) paths.push({ path: found, name });
  }
  return paths;
}

/**
 * A name that exists, or a pattern that matches, is taken as it stands; else `NAME=FILE` names the model of a file. NAME
 * holds no slash, so that a folder such as `lr=0.1/` is no name.
 */
export async function readModelPath(pattern: string): Promise<ModelPath> {
  const [, name, file] = /^([^=/\\]+)=(.+)$/s.exec(pattern) ?? [];
  const isLiteral = file === undefined || (await realPathOf(pattern)) !== null || (await matches(pattern));
  return isLiteral ? { path: pattern } : { path: file, name };
}

/** A path with its name, as it is given on the command line. */
export const patternOf = ({ path, name }: ModelPath): string =>
  name === undefined ? path : `${name}=${path}`;

/** One file named twice, under whatever path; a name for its model says that it is meant so. @throws InputError */
export async function refuseSameFiles(paths: readonly ModelPath[]): Promise<void> {
  const known = new Map<string, ModelPath>();
  const problems: InputProblem[] = [];
  for (const modelPath of paths) {
    const { path, name } = modelPath;
    const real = (await realPathOf(path)) ?? path;
    const other = known.get(real);
    if (other && other.name === name)
      problems.push({
        file: path,
        message: `is given twice${path === other.path ? "" : `: it is ${other.path}`}`,
      });
    known.set(real, modelPath);
  }
  if (problems.length > 0)
    throw new InputError(problems, {
      hint: "Give each file once; NAME=FILE where it is meant to stand for another model.",
    });
}

const matches = (pattern: string): Promise<boolean> =>
  expandPaths([pattern]).then(
    ([first]) => first !== pattern,
    (error) => {
      if (error instanceof InputError) return false;
      throw error;
    },
  );
