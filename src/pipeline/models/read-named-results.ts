// A file of results → its models, one of them under the name that the user gives it.
import { InputError } from "../../core/errors.js";
import { readScoreResultFile, type ScoreResult } from "../../io/wire/score-result-file.js";
import type { ModelPath } from "../annotation-files/model-paths.js";

/** @throws InputError when the file cannot be read, or a name is given to several models */
export async function readNamedResults({ path, name }: ModelPath): Promise<ScoreResult[]> {
  const results = await readScoreResultFile(path);
  if (name === undefined) return results;
  if (results.length === 1) return [{ ...results[0]!, generator: name }];
  const names = results.map(({ generator }) => generator).join(", ");
  throw new InputError({
    file: path,
    message: `holds ${results.length} models (${names}), which cannot all be called ${name}`,
  });
}
