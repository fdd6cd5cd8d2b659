// Rows to a file in the format that its name, or the caller, asks for.
import { once } from "node:events";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { UsageError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { writeFileAtomically } from "../durable/write-atomically.js";
import { encodeRows, type Row } from "./encode-rows.js";
import { formatOfName, type RowFormatName } from "./row-format.js";

export interface WriteRowsOptions {
  /** By default what the name says. */
  readonly format?: RowFormatName | undefined;
  /** The header of CSV and TSV. */
  readonly columns?: readonly string[];
}

/** @throws UsageError when neither the format is given nor the name tells it */
export function chooseRowFormat(path: string, format?: RowFormatName): RowFormatName {
  const chosen = format ?? formatOfName(path);
  if (chosen) return chosen;
  throw new UsageError(`the name ${quoteValue(path)} does not say in which format to write`, {
    hint: "End it in .json, .jsonl, .csv or .tsv (and .gz to pack it), or give the format.",
  });
}

/**
 * Writes rows as they come, packed where the name ends in `.gz`; `-` is standard output, where a closed pipe ends
 * the writing quietly. A file is there whole or not at all.
 * @throws OutputError when the file cannot be written; whatever the rows throw
 */
export async function writeRows(
  path: string,
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  options: WriteRowsOptions = {},
): Promise<void> {
  const text = encodeRows(batches, chooseRowFormat(path, options.format), options.columns);
  const bytes = Readable.from(text, { objectMode: false });
  if (path === "-") return writeToStandardOutput(bytes);
  if (!path.toLowerCase().endsWith(".gz")) return writeFileAtomically(path, bytes);
  const packed = createGzip();
  pipeline(bytes, packed, () => {}); // a failure destroys `packed`, whose reader then throws it
  return writeFileAtomically(path, packed);
}

async function writeToStandardOutput(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const failed = new AbortController();
  const { signal } = failed;
  const onError = (error: Error) => failed.abort(error);
  process.stdout.on("error", onError);
  try {
    for await (const piece of bytes) {
      signal.throwIfAborted();
      if (!process.stdout.write(piece)) await once(process.stdout, "drain", { signal });
    }
  } catch (error) {
    const cause = signal.aborted ? signal.reason : error;
    if ((cause as NodeJS.ErrnoException).code !== "EPIPE") throw cause;
  } finally {
    process.stdout.off("error", onError);
  }
}
