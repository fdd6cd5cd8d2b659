import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { refuseDevice } from "./refuse-device.js";

/** SHA-256 of a file's bytes, hexadecimal; null where it cannot be read twice (a pipe, standard input). */
export async function hashFile(path: string): Promise<string | null> {
  if (path === "-") return null;
  try {
    await refuseDevice(path);
    const hash = createHash("sha256");
    for await (const piece of createReadStream(path)) hash.update(piece);
    return hash.digest("hex");
  } catch {
    return null;
  }
}
