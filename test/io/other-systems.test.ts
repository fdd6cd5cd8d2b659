// What macOS and Windows do otherwise and can be played here: folders parted by "\", where replies are kept, whose process ids
// a lock names.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultStoreFolder } from "../../src/endpoint/store/store-folder.js";
import { lockFile } from "../../src/io/durable/file-lock.js";
import { expandPaths } from "../../src/io/rows/expand-paths.js";
import { temporaryFolder } from "../temporary-folder.js";

const { platform } = process;
const become = (name: NodeJS.Platform) => void Object.defineProperty(process, "platform", { value: name });
beforeEach(() => vi.stubEnv("HOME", "/home/me"));
afterEach(() => {
  become(platform);
  vi.unstubAllEnvs();
});

describe("on Windows", () => {
  it("patterns may part folders by a backslash", async () => {
    const folder = temporaryFolder();
    for (const name of ["b.jsonl", "a.jsonl", "c.csv"]) writeFileSync(join(folder, name), "");
    const found = await expandPaths([`${folder.replaceAll("/", "\\")}\\*.jsonl`], "\\");
    expect(found.map((path) => path.replace(/.*[\\/]/, ""))).toEqual(["a.jsonl", "b.jsonl"]);
  });

  it("replies are kept in the local application data", () => {
    become("win32");
    expect(defaultStoreFolder({ LOCALAPPDATA: "/appdata" })).toBe("/appdata/lceval");
    expect(defaultStoreFolder({})).toBe("/home/me/AppData/Local/lceval");
  });
});

it("on macOS replies are kept in the library's caches", () => {
  become("darwin");
  expect(defaultStoreFolder({})).toBe("/home/me/Library/Caches/lceval");
});

describe.each(["darwin", "win32"] as const)("a lock on %s", (name) => {
  it("is one for the machine: refused while its process lives, taken over at once when it is gone", async () => {
    become(name);
    const output = join(temporaryFolder(), "out.jsonl");
    const own = await lockFile(output);
    const text = JSON.parse(readFileSync(`${output}.lock`, "utf8"));
    await own.release();
    expect(text.processes).toBe("machine");
    const lockOf = (pid: number) =>
      writeFileSync(`${output}.lock`, JSON.stringify({ ...text, pid, token: "another" }));
    lockOf(process.ppid);
    await expect(lockFile(output)).rejects.toThrow("is being written by process");
    lockOf(spawnSync(process.execPath, ["-e", ""]).pid);
    await (await lockFile(output)).release();
  });
});
