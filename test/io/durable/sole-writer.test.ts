import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ForeignFileWatch } from "../../../src/io/durable/foreign-file.js";
import { openJournal, readJournal } from "../../../src/io/durable/journal.js";
import { temporaryFolder } from "../../temporary-folder.js";

const newPath = () => join(temporaryFolder(), "out.jsonl");

it("stops when somebody else writes the same file", async () => {
  const path = newPath();
  const journal = await openJournal(path);
  await journal.append({ a: 1 });
  appendFileSync(path, '{"b":1}\n');
  await expect(journal.append({ a: 2 })).rejects.toMatchObject({ code: "badInput" });
  await journal.close();
  expect(readFileSync(path, "utf8")).toBe('{"a":1}\n{"b":1}\n');
});

it.each([
  ["deleted", (path: string) => rmSync(path)],
  ["moved", (path: string) => renameSync(path, `${path}.old`)],
  [
    "replaced",
    (path: string) => {
      renameSync(path, `${path}.old`);
      writeFileSync(path, "");
    },
  ],
])("says that the file was %s while it was written", async (_, act) => {
  const path = newPath();
  const journal = await openJournal(path);
  await journal.append({ a: 1 });
  await journal.checkPlace();
  act(path);
  await expect(journal.checkPlace()).rejects.toMatchObject({ code: "outputUnwritable" });
  await journal.close();
});

const check = async (text: string) => {
  const path = newPath();
  writeFileSync(path, text);
  const watch = new ForeignFileWatch();
  for await (const entry of readJournal(path)) watch.isLine(entry);
  watch.check(path);
  return watch.fragments;
};

it.each([
  ["a shell's settings", "alias ls='ls -l'\n"],
  ["a JSON array", "[\n1,\n2\n]\n"],
  ["Python's dictionaries", "{'a': 1}\n".repeat(9)],
  ["a journal with a text appended", `{"a":1}\n${"word\n".repeat(4)}`],
])("takes %s for no journal", async (_, text) => {
  await expect(check(text)).rejects.toMatchObject({ code: "badInput" });
});

it.each([
  ["an empty file", "", []],
  ["a torn tail", '{"a":1}\n{"a":', [2]],
  ["a tail of zeros", '{"a":1}\n\0\0\0\0', [2]],
  ["zeros that were written after", '{"a":1}\n\0\0\0\0\n{"a":2}\n', [2]],
  ["a first line that was torn", '{"a":', [1]],
  ["a line of somebody's note", '{"a":1}\n# looked at\n', [2]],
])("takes %s for a journal", async (_, text, fragments) => {
  expect(await check(text)).toEqual(fragments);
});
