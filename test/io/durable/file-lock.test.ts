import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
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
    writeLock(JSON.stringify({ host: hostname(), pid: child.pid }));
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
    writeLock(JSON.stringify({ host: hostname(), pid: child.pid }));
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => lockFile(output)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("left by an earlier process with our own id is stale", async () => {
    writeLock(JSON.stringify({ host: hostname(), pid: process.pid }));
    await (await lockFile(output)).release();
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
