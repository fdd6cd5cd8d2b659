import { basename } from "node:path";

/** The name of a model whose rows do not name it: the file's, without folder and extensions. */
export const nameAfterFile = (path: string): string =>
  path === "-"
    ? "standard input"
    : basename(path)
        .replace(/\.(gz|zst)$/i, "")
        .replace(/\.(jsonl?|ndjson|csv|tsv|parquet)$/i, "");
