import { basename } from "node:path";
import type { Report } from "./report.js";
import { figure, tableOf, text } from "./table-of.js";

interface StoredReplies {
  readonly path: string;
  readonly bytes: number;
  readonly keys: number;
  readonly lastWritten: Date;
}

/** Files of the store of replies, one a model and endpoint. */
export function reportStore(title: string, files: readonly StoredReplies[]): Report {
  const records = files.map(({ path, bytes, keys, lastWritten }) => ({
    file: path,
    replies: keys,
    bytes,
    last_written: lastWritten.toISOString(),
  }));
  const sum = (of: (file: StoredReplies) => number) => files.reduce((total, file) => total + of(file), 0);
  return {
    sections: [
      tableOf(
        `${title}: ${sum(({ keys }) => keys)} replies, ${(sum(({ bytes }) => bytes) / 1e6).toFixed(1)} MB`,
        records,
        [
          text("file", ({ file }) => basename(file)),
          figure("replies", ({ replies }) => replies),
          figure("kB", ({ bytes }) => Math.ceil(bytes / 1000)),
          text("last written", ({ last_written }) => last_written.slice(0, 10)),
        ],
      ),
    ],
    warnings: [],
    records,
    document: { schema_version: 1, files: records },
  };
}
