// A path, or `-` for standard input, to the bytes of its text: opened, unpacked where they begin with the magic
// number of gzip (RFC 1952) or zstd (RFC 8878; the name does not count), in UTF-8 where it is UTF-16, and limited, so that neither a bomb nor an endless
// device can fill the memory. What can go wrong becomes an InputError.
import { createReadStream, existsSync } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { createGunzip, gunzip } from "node:zlib";
import { InputError } from "../../core/errors.js";
import { decodeUtf16, encodingOfMark } from "./decode-utf16.js";
import { refuseDevice } from "./refuse-device.js";

export interface ByteLimits {
  /** Unpacked bytes of one file. */
  readonly maxBytes: number;
  /** Bytes of one row: a line, an element of an array, a record. */
  readonly maxRowBytes: number;
}

export const byteLimits: ByteLimits = { maxBytes: 4 * 2 ** 30, maxRowBytes: 64 * 2 ** 20 };

// Below these sizes a file is read and unpacked at once: a tenth less CPU than in pieces.
const wholeFileBytes = 8 * 2 ** 20;
const wholeTextBytes = 32 * 2 ** 20;
const pieceBytes = 2 ** 20;
const peekedBytes = 2 ** 16;

export const readableKinds =
  "a .json, .jsonl, .csv or .tsv file, each also packed by gzip or zstd, a .parquet file, or - for standard input";

/** How a path is named in messages. */
export const nameOfPath = (path: string) => (path === "-" ? "standard input" : path);

/** Whether a path can be read twice: a regular file can; standard input and pipes give their bytes once. */
export const canReadAgain = async (path: string): Promise<boolean> =>
  path !== "-" && (await stat(path).catch(() => null))?.isFile() === true;

/** Whether a file can be read from any byte on: a regular one that is not packed. */
export async function canSeek(path: string): Promise<boolean> {
  if (!(await canReadAgain(path))) return false;
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0).finally(() => file.close());
  return !isGzip(buffer) && !isZstd(buffer) && encodingOfMark(buffer) === null;
}

/** What gives its bytes once and was looked into: its bytes from the first on, for whoever reads it. */
const lookedInto = new Map<string, AsyncGenerator<Buffer>>();

/**
 * The first bytes of a file, unpacked: `count` of them, or more, where it has so many. It can be read from the start
 * afterwards, standard input and pipes too.
 * @throws InputError as `readBytes`
 */
export async function peekBytes(path: string, count: number): Promise<Buffer> {
  const bytes = readBytes(path, byteLimits.maxBytes, peekedBytes);
  let head: Buffer = Buffer.alloc(0);
  while (head.length < count) {
    const next = await bytes.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  if (await canReadAgain(path)) await bytes.return(undefined);
  else lookedInto.set(path, joinPieces(head, bytes));
  return head;
}

/** Small files that are read next, by path. */
const ahead = new Map<string, Promise<Buffer | null>>();

/**
 * Begins to read a file that `readBytes` is asked for next: other threads unpack it while the one before is parsed. Who
 * does not ask for it lets go of it: it may be another one the next time.
 */
export function readAhead(path: string): void {
  if (path === "-") return;
  const whole = readWholeFile(path);
  // what is wrong is said when it is its turn
  whole.catch(() => {});
  ahead.set(path, whole);
}

export const forgetAhead = (path: string): void => void ahead.delete(path);

function takeWholeFile(path: string): Promise<Buffer | null> {
  const known = ahead.get(path);
  ahead.delete(path);
  return known ?? readWholeFile(path);
}

/**
 * The unpacked bytes of a file in pieces of any size.
 * @param atOnce so many are read at once at most; a small file as a whole when absent
 * @throws InputError when the file is missing, a directory, forbidden, damaged gzip, or larger than `maxBytes`.
 */
export async function* readBytes(
  path: string,
  maxBytes: number = byteLimits.maxBytes,
  atOnce?: number,
): AsyncGenerator<Buffer> {
  const held = lookedInto.get(path);
  if (held) {
    lookedInto.delete(path);
    return yield* held;
  }
  const file = nameOfPath(path);
  await refuseDevice(path);
  try {
    const whole = path === "-" || atOnce ? null : await takeWholeFile(path);
    if (whole)
      return yield* limited(
        encodingOfMark(whole) ? decodeUtf16(Readable.from([whole])) : [whole],
        file,
        maxBytes,
      );
    const packed =
      path === "-" ? process.stdin : createReadStream(path, { highWaterMark: atOnce ?? pieceBytes });
    yield* limited(decodeUtf16(await unpack(packed)), file, maxBytes);
  } catch (error) {
    throw explainReadFailure(error, file);
  }
}

/** The whole text of a small regular file; null where it must be read in pieces. */
async function readWholeFile(path: string): Promise<Buffer | null> {
  const status = await stat(path);
  if (status.isDirectory()) throw Object.assign(new Error("is a directory"), { code: "EISDIR" });
  if (!status.isFile() || status.size > wholeFileBytes) return null;
  const bytes = await readFile(path);
  if (isZstd(bytes)) return null;
  if (!isGzip(bytes)) return bytes;
  // where a file says rightly how long its text is, it is unpacked into one piece, and not put together
  const stated = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4) + 1;
  const chunkSize = Math.min(Math.max(stated, pieceBytes), wholeTextBytes);
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: wholeTextBytes, chunkSize });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return null;
    throw error;
  }
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

const isZstd = (bytes: Buffer) => bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfd2fb528;

/** Reads on until there are four bytes to tell gzip and zstd by, then gives the stream or its unpacked form. */
async function unpack(packed: Readable): Promise<AsyncIterable<Buffer>> {
  const pieces = packed[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await pieces.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = joinPieces(head, pieces);
  if (isZstd(head)) return unpackZstd(all);
  if (!isGzip(head)) return all;
  const source = Readable.from(all, { objectMode: false });
  const unpacked = createGunzip({ chunkSize: pieceBytes });
  source.on("error", (error) => unpacked.destroy(error));
  unpacked.on("close", () => source.destroy());
  return source.pipe(unpacked);
}

/** Node 20 has no zstd of its own. */
async function* unpackZstd(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { Decompress } = await import("fzstd");
  const ready: Buffer[] = [];
  const unpacked = new Decompress((piece) => void ready.push(Buffer.from(piece)));
  try {
    for await (const piece of packed) {
      unpacked.push(piece);
      yield* ready.splice(0);
    }
    unpacked.push(new Uint8Array(0), true);
  } catch (cause) {
    throw Object.assign(new Error("damaged zstd data", { cause }), { code: "ZSTD_DATA_ERROR" });
  }
  yield* ready;
}

/** What was read ahead, then the rest. */
export async function* joinPieces(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await rest.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

async function* limited(pieces: AsyncIterable<Buffer> | Buffer[], file: string, maxBytes: number) {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > maxBytes) {
      throw new InputError(
        { file, message: `is larger than ${describeBytes(maxBytes)} when unpacked` },
        { hint: "Split it into several files; every command takes more than one." },
      );
    }
    yield piece;
  }
}

export function describeBytes(bytes: number): string {
  const [unit, size] =
    bytes >= 2 ** 30
      ? (["GiB", 2 ** 30] as const)
      : bytes >= 2 ** 20
        ? (["MiB", 2 ** 20] as const)
        : (["bytes", 1] as const);
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}

const readFailures: Readonly<Record<string, string>> = {
  ENOENT: `there is no such file; expected ${readableKinds}`,
  ENOTDIR: `there is no such file; expected ${readableKinds}`,
  EISDIR: "is a directory; name the files in it, for example with a pattern such as DIRECTORY/*.json",
  EACCES: "may not be read: no permission",
  EPERM: "may not be read: no permission",
  ELOOP: "is a symbolic link that leads back to itself",
  ENAMETOOLONG: "there is no such file: the name is too long",
  ERR_INVALID_ARG_VALUE: "there is no such file: the name holds a NUL character",
  Z_BUF_ERROR: "is cut off: its gzip data ends early; fetch or write the file again",
  ZSTD_DATA_ERROR: "is damaged: its zstd data cannot be unpacked; fetch or write the file again",
  Z_DATA_ERROR: "is damaged: its gzip data cannot be unpacked; fetch or write the file again",
};

/** What is missing may be the folder. */
function missingFolder(path: string, code: string): string | null {
  const folder = dirname(path);
  return code === "ENOENT" && !existsSync(folder) ? `there is no folder ${folder}` : null;
}

function explainReadFailure(error: unknown, file: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof InputError || code === undefined) return error;
  return new InputError(
    { file, message: missingFolder(file, code) ?? readFailures[code] ?? `cannot be read (${message})` },
    { cause: error },
  );
}
