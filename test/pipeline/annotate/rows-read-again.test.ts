// Outputs files of lines are read twice and not kept: where a row lies, and whether it is still the same.
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRows } from "../../../src/io/rows/read-rows.js";
import { RowsOnDisk } from "../../../src/io/rows/rows-on-disk.js";
import { resolveAnnotateRequest } from "../../../src/pipeline/annotate/annotate-request.js";
import { pendingOf, prepareRun } from "../../../src/pipeline/annotate/prepare-run.js";
import { temporaryFolder } from "../../temporary-folder.js";

const folder = temporaryFolder();
const pathOf = (name: string) => join(folder, name);
function write(name: string, content: string): string {
  writeFileSync(pathOf(name), content);
  return name;
}

async function indexRows(name: string) {
  const path = pathOf(name);
  const seen: unknown[] = [];
  let disk: RowsOnDisk | null = null;
  for await (const batch of readRows(path, { keepsPlaces: true }))
    for (const row of batch) {
      seen.push(row.value);
      if (row.offset === undefined) continue;
      disk ??= new RowsOnDisk(path);
      disk.push(row);
    }
  return { seen, disk };
}

describe("rows of a file of lines", () => {
  it.each([
    ["plain", (line: string) => `${line}\n`, ""],
    ["with a byte-order mark", (line: string) => `${line}\n`, "\ufeff"],
    ["with blank lines and carriage returns", (line: string) => `${line}\r\n\n`, "\n"],
    ["with long ones, over the end of a piece", (line: string) => `${line}\n`, ""],
  ])("are the same when read again in any order: %s", async (name, end, start) => {
    const long = name.includes("long");
    const rows = Array.from({ length: long ? 12 : 300 }, (_, i) => ({
      id: i,
      text: (i % 3 ? "größer 猫 " : "plain ").repeat(long ? 60_000 * (1 + (i % 3)) : i % 40),
    }));
    const file = write("rows.jsonl", start + rows.map((row) => end(JSON.stringify(row))).join(""));
    const { seen, disk } = await indexRows(file);
    expect(seen).toEqual(rows);
    const order = rows.map((_, i) => (i * 7) % rows.length);
    expect(order.map((i) => disk!.at(i).value)).toEqual(order.map((i) => rows[i]));
    expect(rows.map((_, i) => disk!.at(i).value)).toEqual(rows);
    disk!.close();
  });

  it("have no place where the file is packed, an array, or a table", async () => {
    for (const [name, content] of [
      ["array.json", '[{"a":1},{"a":2}]'],
      ["table.csv", "a,b\n1,2\n"],
    ] as const)
      expect((await indexRows(write(name, content))).disk).toBeNull();
  });

  it("are read anew when a pair is asked for; one that has changed is named", async () => {
    const writeAll = (name: string, output: string) =>
      write(
        name,
        ["one", "two"]
          .map((text) => `${JSON.stringify({ instruction: text, output: output.repeat(2 ** 18) })}\n`)
          .join(""),
      );
    writeAll("model.jsonl", "a");
    writeAll("base.jsonl", "b");
    const request = resolveAnnotateRequest({
      modelOutputs: [pathOf("model.jsonl")],
      baseline: pathOf("base.jsonl"),
      judge: "offline",
      output: pathOf("judged.jsonl"),
    });
    const run = await prepareRun(request);
    const firsts = [...pendingOf(run, "asked")].map(({ task }) => task.pair.model.output[0]);
    expect(firsts).toEqual(["a", "a"]);
    appendFileSync(pathOf("model.jsonl"), "{}\n");
    expect([...pendingOf(run, "asked")]).toHaveLength(2);
    writeAll("model.jsonl", "c");
    expect(() => [...pendingOf(run, "asked")]).toThrow(/model\.jsonl.*changed since the run began/);
    run.close();
  });
});
