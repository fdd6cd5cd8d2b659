// A reader that goes away ends nothing but the reading.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bin } from "../bin.js";
import { temporaryFolder } from "../temporary-folder.js";

/** Runs a command whose standard output and error nobody reads. */
async function runUnread(args: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout!.destroy();
  child.stderr!.destroy();
  return new Promise((resolve) => child.once("exit", resolve));
}

function prepare(rows: number) {
  const folder = temporaryFolder();
  const write = (name: string, make: (i: number) => object) =>
    writeFileSync(join(folder, name), JSON.stringify(Array.from({ length: rows }, (_, i) => make(i))));
  for (const generator of ["model", "baseline"])
    write(`${generator}.json`, (i) => ({
      instruction: `i ${i}`,
      output: generator.repeat(i % 7),
      generator,
    }));
  write("judged.json", (i) => ({
    instruction: `i ${i}`,
    generator_1: "baseline",
    generator_2: "model",
    output_1: "a".repeat(i % 5),
    output_2: "b".repeat(i % 7),
    preference: 1 + (i % 3) / 2,
  }));
  return folder;
}

describe("a closed pipe", () => {
  it("does not stop a run", async () => {
    const folder = prepare(30);
    const args = ["annotate", "model.json", "--baseline", "baseline.json", "--judge", "offline"];
    expect(await runUnread([...args, "-o", "out.jsonl"], folder)).toBe(0);
    expect(readFileSync(join(folder, "out.jsonl"), "utf8").trim().split("\n")).toHaveLength(30);
  });

  it("opens no gate and keeps no file back", async () => {
    const folder = prepare(30);
    const args = ["score", "judged.json", "--require", "win_rate>=99", "--junit", "junit.xml"];
    expect(await runUnread(args, folder)).toBe(10);
    expect(existsSync(join(folder, "junit.xml"))).toBe(true);
  });

  it("ends what is written in pieces, quietly", async () => {
    const folder = prepare(30_000);
    expect(await runUnread(["convert", "judged.json", "-o", "-", "--format", "jsonl"], folder)).toBe(0);
  });
});
