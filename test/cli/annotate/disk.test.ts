// A disk that is full, outputs that cannot be written: exit 7, and what was written stays readable.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommand, workFolder } from "../../command.js";
import { type JudgeServer, startJudgeServer } from "../../judge-server.js";
import { annotateArguments, answerByHash, readLines, writeOutputs } from "./made-outputs.js";

const rows = 200;
let server: JudgeServer | undefined;
const mounted: string[] = [];
afterAll(async () => {
  for (const folder of mounted) spawnSync("umount", [folder]);
  await server?.close();
});

async function setUp() {
  server ??= await startJudgeServer(answerByHash);
  const cwd = workFolder();
  writeOutputs(cwd, rows);
  return { cwd, baseUrl: server.baseUrl };
}

/** Mounts a file system of so many kilobytes; false where that is not permitted. */
function mountSmall(folder: string, kilobytes: number): boolean {
  mkdirSync(folder);
  const done = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder]);
  if (done.status === 0) mounted.push(folder);
  return done.status === 0;
}

describe("a full disk", () => {
  it.for([
    ["under the output", ["-o", "small/out.jsonl"]] as const,
    ["under the store", ["--store", "small/store"]] as const,
  ])("%s: exit 7, and with more room the same command goes on", async ([, options], context) => {
    const { cwd, baseUrl } = await setUp();
    const small = join(cwd, "small");
    if (!mountSmall(small, 40)) context.skip("mounting a small file system is not permitted here");
    const args = annotateArguments(baseUrl, ...options);
    const full = await runCommand(args, { cwd });
    expect(full.code, full.stderr).toBe(7);
    expect(full.stderr).toMatch(/the disk is full|it is probably full/);
    const output = join(cwd, options[0] === "-o" ? "small/out.jsonl" : "out.jsonl");
    const kept = readLines(output).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(rows);
    execFileSync("mount", ["-o", "remount,size=10m", small]);
    const again = await runCommand(args, { cwd });
    expect(again.code, again.stderr).toBe(0);
    expect(readLines(output)).toHaveLength(rows);
    const scored = await runCommand(["score", output, "--difficulty", "none"], { cwd });
    expect(scored.code, scored.stderr).toBe(0);
    spawnSync("umount", [small]);
  });
});

describe("an output that cannot be written: exit 7, nothing asked", () => {
  it.each([
    ["a folder that is not there", "nowhere/out.jsonl", () => {}],
    ["a folder in its place", "out.jsonl", (cwd: string) => mkdirSync(join(cwd, "out.jsonl"))],
    ["a file for a folder", "file/out.jsonl", (cwd: string) => writeFileSync(join(cwd, "file"), "")],
  ])("%s", async (_, output, prepare) => {
    const { cwd, baseUrl } = await setUp();
    prepare(cwd);
    const asked = server!.requests.length;
    const { code, stderr } = await runCommand(annotateArguments(baseUrl, "-o", output), { cwd });
    expect(code, stderr).toBe(7);
    expect(stderr).toContain("cannot be written");
    expect(server!.requests.length).toBe(asked);
  });

  it("after input that cannot be used, exit 3, and a missing key, exit 4", async () => {
    const { cwd, baseUrl } = await setUp();
    const args = annotateArguments(baseUrl, "-o", "nowhere/out.jsonl");
    expect((await runCommand([...args, "no-such-file.json"], { cwd })).code).toBe(3);
    const named = ["--api-key-env", "A_KEY_NOBODY_SET"];
    expect((await runCommand([...args, ...named], { cwd })).code).toBe(4);
  });

  it("a name that is no journal's: exit 2", async () => {
    const { cwd, baseUrl } = await setUp();
    const { code, stderr } = await runCommand(annotateArguments(baseUrl, "-o", "out.json"), { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("must be a .jsonl file");
    expect(existsSync(join(cwd, "out.json.lock"))).toBe(false);
  });
});
