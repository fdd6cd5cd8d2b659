// The first bytes of a text, and its name as a hint, to the format of its rows.
import { visibleText } from "../../core/visible-text.js";

export type RowFormat =
  | { readonly kind: "json" }
  | { readonly kind: "jsonl" }
  /** One object over several lines: a container of rows, or a row. */
  | { readonly kind: "object" }
  | { readonly kind: "parquet" }
  | { readonly kind: "delimited"; readonly delimiter: Delimiter };

type Delimiter = "," | "\t" | ";" | "|";

export type RowFormatName = "json" | "jsonl" | "csv" | "tsv";

const extensions: Readonly<Record<string, RowFormatName>> = {
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
};

/** The format that a name promises, whether or not `.gz` follows; null where it promises none. */
export function formatOfName(path: string): RowFormatName | null {
  const extension = /\.([a-z]+)(\.gz)?$/i.exec(path)?.[1];
  return extensions[extension?.toLowerCase() ?? ""] ?? null;
}

const signatures: readonly (readonly [string, string])[] = [
  ["PK\u0003\u0004", "a zip archive or a spreadsheet (.xlsx); unpack it, or save the sheet as .csv"],
  ["ARROW1", "an Arrow file; write it as .jsonl, for example with Dataset.from_file(FILE).to_json(OUT)"],
  [
    "\u00ff\u00ff\u00ff\u00ff",
    "an Arrow stream; write it as .jsonl, for example with Dataset.from_file(FILE).to_json(OUT)",
  ],
  [
    "\u0080",
    'a Python pickle; load it in Python and write it as .jsonl: pandas has to_json(OUT, orient="records", lines=True)',
  ],
  ["SQLite format 3", "an SQLite database; write the table as .csv"],
  ["BZh", "packed by bzip2; unpack it, or pack it with gzip"],
  ["\u00fd7zXZ", "packed by xz; unpack it, or pack it with gzip"],
];

/**
 * Tells a format by the beginning of a text without its byte-order mark: `[` opens a JSON array, `{` the first of
 * JSON's lines; anything else is a header row, cut at tabs where the name says `.tsv`, else at the mark that occurs
 * most in it.
 * @param head at least the first line or the first kilobytes; it holds something other than white space
 * @returns the format, or what is wrong
 */
export function detectRowFormat(head: Buffer, path: string): RowFormat | { readonly problem: string } {
  const text = head.toString("latin1");
  if (text.startsWith("PAR1")) return { kind: "parquet" };
  const known = signatures.find(([magic]) => text.startsWith(magic));
  if (known) return { problem: `is ${known[1]}` };
  if (/^(\0[^\0]\0[^\0]|[^\0]\0[^\0]\0)/.test(text)) return { problem: "is UTF-16 text; save it as UTF-8" };
  const first = text.trimStart();
  // after a crash the end of a journal may be NUL bytes
  if (head.includes(0) && !first.startsWith("{"))
    return { problem: "is not a text file: it holds NUL bytes" };
  if (first.startsWith("[")) return { kind: "json" };
  if (opensOverSeveralLines.test(first)) return { kind: "object" };
  if (first.startsWith("{")) return { kind: "jsonl" };
  const promised = formatOfName(path);
  if (promised === "json" || promised === "jsonl") {
    const wanted = promised === "json" ? "an array of objects" : "an object on each line";
    return {
      problem: `is not JSON: it begins with "${visibleText(first.slice(0, 12))}"; expected ${wanted}`,
    };
  }
  return { kind: "delimited", delimiter: promised === "tsv" ? "\t" : likeliestDelimiter(first) };
}

function likeliestDelimiter(text: string): Delimiter {
  const header = text.split(/[\r\n]/, 1)[0]!.replace(/"[^"]*"/g, "");
  const count = (mark: string) => header.split(mark).length;
  const marks = ["\t", ";", "|"] as const;
  return marks.find((mark) => count(mark) > count(",")) ?? ",";
}

/** As pretty-printers write an object: no line of JSON's lines begins with a key. */
export const opensOverSeveralLines = /^\{[ \t]*\r?\n\s*["}]/;
