import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.js";
import { lockFile } from "../../../src/io/durable/file-lock.js";
import { temporaryFolder } from "../../temporary-folder.js";

let folder: string;
let output: string;
beforeEach(() => {
  folder = temporaryFolder();
  output = join(folder, "out.jsonl");
});

const writeLock = (text: string) => writeFileSync(`${output}.lock`, text);

/** A lock as this version writes it, with some of it changed. */
async function writeLockLike(changes: object): Promise<void> {
  const own = await lockFile(output);
  const text = readFileSync(`${output}.lock`, "utf8");
  await own.release();
  writeLock(JSON.stringify({ ...JSON.parse(text), token: "another", ...changes }));
}

const age = (seconds: number) => utimesSync(`${output}.lock`, Date.now() / 1000, Date.now() / 1000 - seconds);

describe("the lock of an output", () => {
  it("is held by one at a time and leaves nothing behind", async () => {
    const lock = await lockFile(output);
    await expect(lockFile(output)).rejects.toBeInstanceOf(InputError);
    await lock.release();
    await lock.release();
    const again = await lockFile(output);
    await again.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("lets exactly one of many through", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFile(output)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("held by a living process gives exit 3, names it, and says what to delete", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    await writeLockLike({ pid: child.pid });
    const error = await lockFile(output).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "badInput", exitCode: 3 });
    expect((error as InputError).message).toContain(`process ${child.pid} on ${hostname()}`);
    expect((error as InputError).hint).toContain(`${output}.lock`);
    child.kill("SIGKILL");
    await once(child, "exit");
    await (await lockFile(output)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of a process that is gone is taken over by exactly one of many", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    await writeLockLike({ pid: child.pid });
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => lockFile(output)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("left by an earlier process with our own id is stale", async () => {
    await writeLockLike({});
    await (await lockFile(output)).release();
  });

  it("of the same number in another PID namespace is another process, until its heartbeat stops", async () => {
    await writeLockLike({ processes: "pid:[1]" });
    await expect(lockFile(output)).rejects.toBeInstanceOf(InputError);
    age(61);
    await (await lockFile(output)).release();
  });

  it("of a dead container on another host is taken over when its heartbeat has stopped", async () => {
    await writeLockLike({ host: "gone", processes: "pid:[1]" });
    age(30);
    await expect(lockFile(output)).rejects.toThrow(/process \d+ on gone/);
    age(61);
    await (await lockFile(output)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is on the real file, whatever it is called", async () => {
    mkdirSync(join(folder, "a"));
    symlinkSync("a", join(folder, "b"));
    symlinkSync("a/out.jsonl", join(folder, "link.jsonl"));
    const file = join(folder, "a", "out.jsonl");
    const names = [
      join(folder, "b", "out.jsonl"),
      join(folder, "a", "..", "b", "out.jsonl"),
      join(folder, "link.jsonl"),
    ];
    for (const isThere of [false, true]) {
      if (isThere) writeFileSync(file, "");
      const lock = await lockFile(file);
      for (const name of names) await expect(lockFile(name), name).rejects.toBeInstanceOf(InputError);
      await lock.release();
      for (const name of names) await (await lockFile(name)).release();
    }
    linkSync(file, join(folder, "hard.jsonl"));
    const lock = await lockFile(file);
    await expect(lockFile(join(folder, "hard.jsonl"))).rejects.toBeInstanceOf(InputError);
    await lock.release();
    await (await lockFile(join(folder, "hard.jsonl"))).release();
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "hard.jsonl", "link.jsonl"]);
  });

  it("of another host, or unreadable, is respected", async () => {
    writeLock(JSON.stringify({ host: `not-${hostname()}`, pid: 1 }));
    await expect(lockFile(output)).rejects.toBeInstanceOf(InputError);
    writeLock("{");
    await expect(lockFile(output)).rejects.toBeInstanceOf(InputError);
  });

  it("in a folder that is not there is an OutputError", async () => {
    await expect(lockFile(join(folder, "missing", "out.jsonl"))).rejects.toMatchObject({ exitCode: 7 });
  });
});
