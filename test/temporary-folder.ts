// Folders for the files of a test, removed after its file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./at-end.js";

/** A new empty folder. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lceval-test-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder of files that hold rows as JSON lines. */
export interface RowsFolder {
  readonly path: (name: string) => string;
  /** Writes rows and gives the path. */
  readonly write: (name: string, rows: readonly object[]) => string;
  readonly read: (name: string) => Record<string, unknown>[];
}

export function rowsFolder(): RowsFolder {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  return {
    path,
    write: (name, rows) => {
      writeFileSync(path(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
      return path(name);
    },
    read: (name) =>
      readFileSync(path(name), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
