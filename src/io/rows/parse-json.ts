import { InputError } from "../../core/errors.js";

/** The value of a file's text. @throws InputError when it is no JSON */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError({ file, message: `is not JSON: ${(cause as Error).message}` }, { cause });
  }
}
