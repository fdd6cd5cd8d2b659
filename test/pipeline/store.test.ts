import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeStore, pruneStore } from "../../src/pipeline/store.js";
import { runLceval } from "../cli/lceval.js";
import { temporaryFolder } from "../temporary-folder.js";

const day = 86_400;
const now = Date.UTC(2026, 0, 31);

function makeStore() {
  const store = temporaryFolder();
  mkdirSync(join(store, "replies"));
  const write = (name: string, replies: number, daysAgo: number) => {
    const path = join(store, "replies", name);
    const lines = Array.from(
      { length: replies },
      (_, i) => `{"k":"${String(i).padStart(64, "0")}","v":{}}\n`,
    );
    writeFileSync(path, lines.join(""));
    utimesSync(path, now / 1000 - daysAgo * day, now / 1000 - daysAgo * day);
    return path;
  };
  return { store, old: write("a.jsonl", 3, 100), young: write("b.jsonl", 2, 5) };
}

it("counts the replies of each model, oldest first; nothing where there is no store", async () => {
  const { store } = makeStore();
  const files = await describeStore({ store });
  expect(files.map(({ keys }) => keys)).toEqual([3, 2]);
  expect(await describeStore({ store: join(store, "nowhere") })).toEqual([]);
  const { stdout } = await runLceval(["store", "stats", "--store", store]);
  expect(stdout).toContain("Store of replies: 5 replies");
});

it("removes what got no reply for so many days, and nothing else", async () => {
  const { store, old, young } = makeStore();
  expect((await pruneStore({ store, olderThan: 120 }, now)).length).toBe(0);
  expect((await pruneStore({ store, olderThan: 90 }, now)).map(({ path }) => path)).toEqual([old]);
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});
