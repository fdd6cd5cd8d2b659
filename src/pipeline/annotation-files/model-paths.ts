// What stands for files of models on the command line, `NAME=FILE` too → paths, in order, with the names given to them.
import { InputError } from "../../core/errors.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { realPathOf } from "../../io/rows/is-same-file.js";

/** A file, and what its model is called where that was said. */
export interface ModelPath {
  readonly path: string;
  readonly name?: string | undefined;
}

/**
 * A name that exists, or a pattern that matches, is taken as it stands; else `NAME=FILE` names the model of a file. NAME
 * holds no slash, so that a folder such as `lr=0.1/` is no name.
 *
 * @throws InputError when a pattern matches nothing
 */
export async function expandModelPaths(patterns: readonly string[]): Promise<ModelPath[]> {
  const paths: ModelPath[] = [];
  for (const pattern of patterns) {
    const [, name, file] = /^([^=/\\]+)=(.+)$/s.exec(pattern) ?? [];
    const isLiteral = file === undefined || (await realPathOf(pattern)) !== null || (await matches(pattern));
    const found = await expandPaths([isLiteral ? pattern : file]);
    for (const path of found) paths.push(isLiteral ? { path } : { path, name });
  }
  return paths;
}

const matches = (pattern: string): Promise<boolean> =>
  expandPaths([pattern]).then(
    ([first]) => first !== pattern,
    (error) => {
      if (error instanceof InputError) return false;
      throw error;
    },
  );
