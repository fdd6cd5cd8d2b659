import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { OutputError } from "../../../src/core/errors.js";
import { openDurableLines } from "../../../src/io/durable/durable-lines.js";
import { type JournalEntry, openJournal, readJournal } from "../../../src/io/durable/journal.js";
import { temporaryFolder } from "../../temporary-folder.js";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function readAll(path: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of readJournal(path)) entries.push(entry);
  return entries;
}

describe("a journal", () => {
  it("gives back what was appended, in order, over several openings", async () => {
    const path = join(folder, "out.jsonl");
    const first = await openJournal(path);
    await Promise.all(Array.from({ length: 500 }, (_, n) => first.append({ n })));
    await first.close();
    const second = await openJournal(path);
    await second.append({ n: 500 });
    await second.close();
    const entries = await readAll(path);
    expect(entries).toEqual(
      Array.from({ length: 501 }, (_, n) => ({ kind: "line", row: n + 1, value: { n } })),
    );
  });

  it("has a line on the disk when its append resolves", async () => {
    const path = join(folder, "out.jsonl");
    const journal = await openJournal(path);
    await journal.append({ n: 1 });
    expect(readFileSync(path, "utf8")).toBe('{"n":1}\n');
    await journal.close();
  });

  it("writes what still waits before it closes", async () => {
    const path = join(folder, "out.jsonl");
    const journal = await openJournal(path);
    const appended = journal.append({ n: 1 });
    await journal.close();
    await appended;
    expect(await readAll(path)).toHaveLength(1);
    await expect(journal.append({ n: 2 })).rejects.toThrow("closed");
  });

  it("keeps texts with every kind of line end on one line", async () => {
    const path = join(folder, "out.jsonl");
    const text = "a\u2028b\u2029c\nd\re\u0085f 😀 \ud800";
    const journal = await openJournal(path);
    await journal.append({ text });
    await journal.close();
    expect(readFileSync(path, "utf8").split(/[\n\r\u2028\u2029\u0085](?!f)/)).toHaveLength(2);
    expect(await readAll(path)).toEqual([{ kind: "line", row: 1, value: { text } }]);
  });

  it("reads a line that holds raw U+2028 as one line", async () => {
    const path = join(folder, "out.jsonl");
    writeFileSync(path, '{"text":"a\u2028b"}\n');
    expect(await readAll(path)).toEqual([{ kind: "line", row: 1, value: { text: "a\u2028b" } }]);
  });

  it("reports a torn tail, never cuts it off, and begins the next line after it", async () => {
    const path = join(folder, "out.jsonl");
    writeFileSync(path, '{"n":1}\n{"n":2,"te');
    expect(await readAll(path)).toEqual([
      { kind: "line", row: 1, value: { n: 1 } },
      { kind: "fragment", row: 2, isTorn: true },
    ]);
    const journal = await openJournal(path);
    await journal.append({ n: 3 });
    await journal.close();
    expect(readFileSync(path, "utf8")).toBe('{"n":1}\n{"n":2,"te\n{"n":3}\n');
    expect((await readAll(path)).map(({ kind }) => kind)).toEqual(["line", "fragment", "line"]);
  });

  it("takes a whole last line without a newline for what it is", async () => {
    const path = join(folder, "out.jsonl");
    writeFileSync(path, '{"n":1}');
    expect(await readAll(path)).toEqual([{ kind: "line", row: 1, value: { n: 1 } }]);
    const journal = await openJournal(path);
    await journal.append({ n: 2 });
    await journal.close();
    expect(await readAll(path)).toHaveLength(2);
  });

  it("skips empty lines and reports what is no object, with its row", async () => {
    const path = join(folder, "out.jsonl");
    writeFileSync(path, '\n{"n":1}\r\n\n[1]\n12\nnull\nnonsense\n');
    expect((await readAll(path)).map(({ kind, row }) => `${kind} ${row}`)).toEqual([
      "line 2",
      "fragment 4",
      "fragment 5",
      "fragment 6",
      "fragment 7",
    ]);
  });

  it("reads lines longer than what it reads at once", async () => {
    const path = join(folder, "out.jsonl");
    const text = "é".repeat(1_500_000);
    const journal = await openJournal(path);
    await Promise.all([journal.append({ text }), journal.append({ n: 2 })]);
    await journal.close();
    const [long, short] = await readAll(path);
    expect(long).toEqual({ kind: "line", row: 1, value: { text } });
    expect(short).toEqual({ kind: "line", row: 2, value: { n: 2 } });
  });

  it("has no entries when there is no file", async () => {
    expect(await readAll(join(folder, "none.jsonl"))).toEqual([]);
  });

  it("loses nothing when two writers of a shared file append at the same time", async () => {
    const path = join(folder, "out.jsonl");
    const writers = await Promise.all([openDurableLines(path), openDurableLines(path)]);
    const text = "x".repeat(20_000);
    const line = (w: number, n: number) => JSON.stringify({ w, n, text });
    await Promise.all(
      writers.flatMap((writer, w) => Array.from({ length: 100 }, (_, n) => writer.append(line(w, n)))),
    );
    await Promise.all(writers.map((writer) => writer.close()));
    const entries = await readAll(path);
    expect(entries.filter(({ kind }) => kind === "line")).toHaveLength(200);
    expect(entries).toHaveLength(200);
  });

  it("says clearly when it cannot be written", async () => {
    await expect(openJournal(join(folder, "missing", "out.jsonl"))).rejects.toThrow(
      /out\.jsonl cannot be written: its folder does not exist/,
    );
    await expect(openJournal(folder)).rejects.toBeInstanceOf(OutputError);
  });
});

describe("a full disk", () => {
  it("is an OutputError, leaves what was written readable, and the same file goes on when there is room", async (context) => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      return context.skip("mounting a tmpfs is not permitted here");
    }
    try {
      const path = join(disk, "out.jsonl");
      writeFileSync(join(disk, "ballast"), "x".repeat(20_000));
      const journal = await openJournal(path);
      const text = "y".repeat(3_000);
      let kept = 0;
      const failure = await (async () => {
        for (;;) {
          await journal.append({ text, n: kept });
          kept++;
        }
      })().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(OutputError);
      expect((failure as OutputError).exitCode).toBe(7);
      expect((await readAll(path)).filter(({ kind }) => kind === "line")).toHaveLength(kept);
      rmSync(join(disk, "ballast"));
      await journal.append({ text, n: "after" });
      await journal.close();
      const entries = await readAll(path);
      expect(entries.filter(({ kind }) => kind === "line")).toHaveLength(kept + 1);
      expect(entries.at(-1)).toMatchObject({ kind: "line", value: { n: "after" } });
    } finally {
      execFileSync("umount", [disk]);
    }
  });

  it("does not stop a reader of a file that somebody else filled with a fragment", async () => {
    const path = join(folder, "out.jsonl");
    const journal = await openJournal(path);
    await journal.append({ n: 1 });
    appendFileSync(path, '{"n":2,"text":"abc');
    await journal.close();
    expect((await readAll(path)).map(({ kind }) => kind)).toEqual(["line", "fragment"]);
  });
});
