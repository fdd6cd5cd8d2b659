// A line of a journal carries a checksum of its other bytes, so that a bit that flips on a disk, or a verdict that somebody
// changes, is seen. It stands last: `…,"checksum":"0123456789abcdef"}`, the first 16 hexadecimal digits of the SHA-256 of
// the line as it is without that member. It is no signature: who changes a line on purpose can write a new one.
import { sha256 } from "../../core/hash.js";

const digits = 16;
const tail = /,"checksum":"([0-9a-f]{16})"\}$/;

/** An object as one line of JSON → the same with its checksum. */
export const sealLine = (line: string): string =>
  `${line.slice(0, -1)},"checksum":"${sha256(line).slice(0, digits)}"}`;

/** Whether a line is as it was written; `none` for a line without a checksum (lceval 0.1, other tools). */
export function checkSeal(line: string): "right" | "wrong" | "none" {
  const found = tail.exec(line.slice(-64));
  if (found === null) return line.includes('"checksum":"') ? "wrong" : "none";
  const sealed = `${line.slice(0, -found[0].length)}}`;
  return sha256(sealed).startsWith(found[1]!) ? "right" : "wrong";
}
