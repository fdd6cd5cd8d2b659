import { appendFile, stat } from "node:fs/promises";
import { isSystemError, toOutputError } from "./output-failure.js";

const cutNote = "\n… the rest was left out: this file may not be larger.\n";

/**
 * Appends a text to a file that may hold at most so many bytes, cutting the text at a line's end with a note. Where
 * not even the note fits, the file is left as it is.
 * @throws OutputError when the file cannot be written
 */
export async function appendWithin(path: string, text: string, maxBytes: number): Promise<void> {
  try {
    const existing = await stat(path).catch((error) => {
      if (isSystemError(error) && error.code === "ENOENT") return null;
      throw error;
    });
    const room = maxBytes - (existing?.size ?? 0);
    const cut = cutAtLine(text, room);
    if (cut !== "") await appendFile(path, cut);
  } catch (error) {
    throw toOutputError(path, error);
  }
}

function cutAtLine(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  const room = maxBytes - Buffer.byteLength(cutNote);
  if (room <= 0) return "";
  const end = bytes.lastIndexOf("\n", room - 1);
  return `${bytes.toString("utf8", 0, end + 1)}${cutNote}`;
}
