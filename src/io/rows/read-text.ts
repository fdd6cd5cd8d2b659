// A small file → its whole text.
import { readFile } from "node:fs/promises";
import { InputError } from "../../core/errors.js";
import { readBytes } from "../bytes/byte-source.js";
import { refuseDevice } from "../bytes/refuse-device.js";
import { isSystemError } from "../durable/output-failure.js";

/** The text of an input, unpacked where it is gzipped; `-` is standard input. @throws InputError when it cannot be read */
export async function readText(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of readBytes(path)) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

/** The text of a file that may be missing: null then. @throws InputError when it is there and cannot be read */
export async function readTextIfPresent(path: string): Promise<string | null> {
  try {
    return await readTextFile(path);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError({ file: path, message: `cannot be read (${message})` }, { cause: error });
  }
}

/** The text of a file as it stands; rejects with the system's error when it cannot be read. @throws InputError for a device */
export async function readTextFile(path: string): Promise<string> {
  await refuseDevice(path);
  return readFile(path, "utf8");
}
