import { stat } from "node:fs/promises";
import { InputError } from "../../core/errors.js";

/** A device gives bytes without end, or waits; a pipe has an end, and /dev/null is an empty file. @throws InputError */
export async function refuseDevice(path: string): Promise<void> {
  if (path === "-" || path === "/dev/null") return;
  if ((await stat(path).catch(() => null))?.isCharacterDevice())
    throw new InputError({ file: path, message: "is a device and no file" });
}
