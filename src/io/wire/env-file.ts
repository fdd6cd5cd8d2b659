import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { InputError } from "../../core/errors.js";

/** The variables of an env file (`NAME=value` lines). Values are secrets: no message quotes them. */
export async function readEnvFile(path: string): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return parseEnv(await readFile(path, "utf8"));
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? "it is not text";
    throw new InputError({ file: path, message: `the env file cannot be read (${reason})` });
  }
}
