// (key, value) → an append-only file of lines `{"k":"<64 hexadecimal digits>","v":…}`, found again by an index of byte
// offsets. The key stands first, so that indexing parses no JSON. Several processes may append; the last line of a key
// wins; a fragment is skipped.
import { fstatSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { OutputError } from "../../core/errors.js";
import { readByteLines } from "../bytes/byte-lines.js";
import { type DurableLines, openDurableLines } from "./durable-lines.js";
import { isSystemError, toOutputError } from "./output-failure.js";

/** A durable map from SHA-256 keys to JSON values. */
export interface KeyedLines {
  /** The last value put under a key, by any process; undefined when there is none or its line is damaged. */
  get(key: string): Promise<unknown>;
  /** Resolves when the value is on the disk; rejects with `OutputError` when it cannot be written. */
  put(key: string, value: unknown): Promise<void>;
  /** How many keys there are, other processes' included. */
  size(): Promise<number>;
  close(): Promise<void>;
}

const keyStart = Buffer.from('{"k":"');
const keyDigits = 64;
const valueStart = Buffer.from('","v":');
const closingBrace = 0x7d;

/**
 * Opens the file, makes it and its folder (readable by their owner alone) when they are not there, and indexes it.
 * @param isReadOnly a file that is not there has no keys; nothing can be put
 * @throws OutputError when it cannot be opened.
 */
export async function openKeyedLines(path: string, isReadOnly = false): Promise<KeyedLines> {
  const lines = isReadOnly ? await openToRead(path) : await openToWrite(path);
  return lines ? indexLines(lines) : noLines;
}

const noLines: KeyedLines = {
  get: async () => undefined,
  put: async () => {},
  size: async () => 0,
  close: async () => {},
};

async function openToWrite(path: string): Promise<DurableLines> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw toOutputError(path, error);
  });
  return openDurableLines(path, { permissions: 0o600 });
}

async function openToRead(path: string): Promise<DurableLines | null> {
  try {
    const file = await open(path, "r");
    const append = async () => {
      throw new OutputError(`${path} is open for reading only`);
    };
    return { file, append, checkPlace: async () => {}, close: () => file.close() };
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw toOutputError(path, error);
  }
}

async function indexLines(lines: DurableLines): Promise<KeyedLines> {
  const places = new Map<string, { offset: number; length: number }>();
  let indexedBytes = 0;
  let reading: Promise<void> = Promise.resolve();
  let nextReading: Promise<void> | null = null;

  const readOn = async () => {
    // a size is known at once; waiting for it costs ten times as much, at every question
    const { size } = fstatSync(lines.file.fd);
    if (size <= indexedBytes) return;
    const expectedBytes = size - indexedBytes;
    for await (const group of readByteLines(lines.file, { start: indexedBytes, expectedBytes })) {
      for (const { bytes, offset, isComplete } of group) {
        if (!isComplete) return; // perhaps still being written: looked at again from its beginning
        indexedBytes = offset + bytes.length + 1;
        const key = keyOf(bytes);
        if (key !== null) places.set(key, { offset, length: bytes.length });
      }
    }
  };
  /** Takes in what was appended before this call, our own lines and other processes' alike. */
  const catchUp = () => {
    nextReading ??= reading.then(() => {
      nextReading = null;
      reading = readOn();
      return reading;
    });
    return nextReading;
  };

  await catchUp();
  return {
    async get(key) {
      if (!places.has(key)) await catchUp();
      const place = places.get(key);
      if (!place) return undefined;
      const { buffer } = await lines.file.read(
        Buffer.allocUnsafe(place.length),
        0,
        place.length,
        place.offset,
      );
      return parseValue(buffer);
    },
    async put(key, value) {
      await lines.append(`{"k":"${key}","v":${JSON.stringify(value)}}`);
      // forgotten, so that the next `get` reads on to the line just written
      places.delete(key);
    },
    async size() {
      await catchUp();
      return places.size;
    },
    close: () => lines.close(),
  };
}

function keyOf(line: Buffer): string | null {
  const keyEnd = keyStart.length + keyDigits;
  const hasFrame =
    line.length > keyEnd + valueStart.length &&
    line.subarray(0, keyStart.length).equals(keyStart) &&
    line.subarray(keyEnd, keyEnd + valueStart.length).equals(valueStart) &&
    line[line.length - 1] === closingBrace;
  return hasFrame ? line.toString("latin1", keyStart.length, keyEnd) : null;
}

function parseValue(line: Buffer): unknown {
  try {
    return (JSON.parse(line.toString("utf8")) as { v: unknown }).v;
  } catch {
    return undefined;
  }
}
