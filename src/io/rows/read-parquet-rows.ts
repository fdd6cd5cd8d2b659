// A Parquet file → located rows, a group of rows at a time (through `hyparquet`). INT64 comes as BigInt: ids become text,
// so that none loses a digit, other whole numbers stay numbers where JSON could hold them.
import { InputError } from "../../core/errors.js";
import type { LocatedRow } from "./located-row.js";

/** @param bytes the whole file, where it cannot be read in parts (standard input) */
export async function* readParquetRows(
  file: string,
  path: string,
  bytes: Buffer | null,
): AsyncGenerator<LocatedRow[]> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects }, { compressors }] =
    await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  try {
    const source = bytes
      ? {
          byteLength: bytes.length,
          slice: (start: number, end?: number) => toArrayBuffer(bytes.subarray(start, end)),
        }
      : await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(source);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await parquetReadObjects({ file: source, metadata, rowStart, rowEnd, compressors });
      const from = rowStart;
      yield rows.map((row, i) => ({ file, row: from + i + 1, value: toJsonValues(row) }));
      rowStart = rowEnd;
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError({ file, message: `cannot be read as Parquet (${why})` }, { cause });
  }
}

const toArrayBuffer = (bytes: Buffer): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;

const toJsonValues = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, toJsonValue(value, isIdName.test(name))]),
  );

const isIdName = /(^|[_ .-])(id|idx|uid|uuid|key|index)s?$/i;

function toJsonValue(value: unknown, isId: boolean): unknown {
  if (typeof value === "bigint")
    return isId || value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER
      ? String(value)
      : Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (Array.isArray(value)) return value.map((element) => toJsonValue(element, isId));
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value))
    return toJsonValues(value as Record<string, unknown>);
  return value ?? null;
}
