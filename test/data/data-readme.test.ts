// data/README.md is the record of what data/ holds: every line of its tables is held against the file it names.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../data/", import.meta.url));
const readme = readFileSync(join(folder, "README.md"), "utf8");

/** Written for this project: schemas and tests of their own check them, and CONTRIBUTING says how they grow. */
const ownTables = /^(?:layouts\/|(?:providers|model-families|warnings)\.json$)/;

// | `path` | rows | … | `sha256` |
const listed = [...readme.matchAll(/^\| `([^`]+)` \| ([\d,]+) \|.*\| `([0-9a-f]{64})` \|$/gm)].map(
  ([, path, rows, sha256]) => ({ path: path!, rows: Number(rows!.replaceAll(",", "")), sha256: sha256! }),
);

/** Records without a header; of a JSON file the length of its array, or of the largest array or object among its members. */
function countRows(path: string, text: string): number {
  const format = path.replace(/\.gz$/, "").split(".").at(-1);
  if (format === "jsonl") return text.split("\n").filter((line) => line !== "").length;
  if (format === "csv" || format === "tsv") {
    return parse(text, { delimiter: format === "csv" ? "," : "\t" }).length - 1;
  }
  if (format === "json") {
    const value: unknown = JSON.parse(text);
    const members = Array.isArray(value) ? [value] : Object.values(value as object);
    return Math.max(
      ...members.map((member) => (typeof member === "object" ? Object.keys(member).length : 0)),
    );
  }
  throw new Error(`data/README.md lists ${path}: no rule counts the rows of such a file`);
}

describe("data/README.md", () => {
  it("lists every file in data/ once, and no other", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll(sep, "/"));
    expect(listed.map((line) => line.path).sort()).toEqual(
      files.filter((path) => path !== "README.md" && !ownTables.test(path)).sort(),
    );
  });

  it.each(listed)("$path: SHA-256, row count, valid UTF-8", ({ path, rows, sha256 }) => {
    const stored = readFileSync(join(folder, path));
    expect(createHash("sha256").update(stored).digest("hex")).toBe(sha256);
    const bytes = path.endsWith(".gz") ? gunzipSync(stored) : stored;
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    expect(countRows(path, text)).toBe(rows);
  });
});
