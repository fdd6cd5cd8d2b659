// A file of JSON lines → its lines as they stand there, and what they hold.
import { open } from "node:fs/promises";
import { InputError } from "../../core/errors.js";
import { readByteLines } from "../bytes/byte-lines.js";
import { refuseDevice } from "../bytes/refuse-device.js";
import { isSystemError } from "./output-failure.js";

export interface RawLine {
  /** 1-based. */
  readonly row: number;
  /** Without the line end. */
  readonly text: string;
  /** Null where it is no JSON object. */
  readonly value: Record<string, unknown> | null;
}

/** All lines that are not empty. @throws InputError when the file cannot be read */
export async function* readRawLines(path: string): AsyncGenerator<RawLine> {
  await refuseDevice(path);
  const file = await open(path, "r").catch((error: unknown) => {
    const why = isSystemError(error) ? error.code : String(error);
    throw new InputError({ file: path, message: `cannot be read (${why})` }, { cause: error });
  });
  let row = 0;
  try {
    for await (const lines of readByteLines(file, { path })) {
      for (const { bytes } of lines) {
        row++;
        const text = bytes.toString("utf8").replace(/\r$/, "");
        if (text.trim() !== "") yield { row, text, value: parseObject(text) };
      }
    }
  } finally {
    await file.close();
  }
}

/** Lines of files, one file after another, as they stand there. */
export async function* copyLines(
  paths: readonly string[],
  isWanted: (place: string) => boolean = () => true,
): AsyncGenerator<Buffer> {
  for (const path of paths)
    for await (const { row, text } of readRawLines(path))
      if (isWanted(placeOfLine(row, path))) yield Buffer.from(`${text}\n`);
}

export const placeOfLine = (row: number, path: string): string => `${row} ${path}`;

export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
