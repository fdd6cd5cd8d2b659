import { access } from "node:fs/promises";
import { InputError } from "../../core/errors.js";

/** @throws InputError (exit 3) where a file is there already */
export async function refuseExisting(path: string, option: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new InputError(
    { file: path, message: "is there already" },
    { hint: `name a new file with ${option}; this one is left as it is` },
  );
}
