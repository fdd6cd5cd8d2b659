// What a command reads and writes → an error where that is one file: judgements that were paid for would give way to a
// page about them.
import { InputError } from "../../core/errors.js";
import { isSameFile } from "../../io/rows/is-same-file.js";
import { expandModelPaths } from "../annotation-files/model-paths.js";

export interface OutputFile {
  readonly path: string;
  /** The flag that names it. */
  readonly flag: string;
}

/**
 * @param inputs paths, patterns, `NAME=FILE`; those that match nothing are left for the reader to report
 * @throws InputError for an output that is one of the inputs
 */
export async function refuseToReplaceInputs(
  inputs: readonly string[],
  outputs: readonly OutputFile[],
): Promise<void> {
  const expanded = await Promise.all(
    inputs.map((input) => expandModelPaths([input]).catch(() => [{ path: input }])),
  );
  const read = expanded.flat().map(({ path }) => path);
  for (const { path, flag } of outputs) {
    const isRead = await Promise.all(read.map((input) => isSameFile(input, path)));
    if (!isRead.includes(true)) continue;
    throw new InputError(
      { file: path, message: "is read by this command and would be replaced" },
      { hint: `Name a new file with ${flag}; this one is left as it is.` },
    );
  }
}
