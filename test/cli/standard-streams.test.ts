// `-` is standard input where a file is read, and standard output where one is written.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeAnnotations } from "../annotation-files.js";
import { bin } from "../bin.js";
import { plainRows } from "../report/html/report-page.js";
import { temporaryFolder } from "../temporary-folder.js";
import { spawnLceval } from "./lceval.js";

const annotations = writeAnnotations(plainRows(40));
const result = join(temporaryFolder(), "result.json");
await spawnLceval(["score", annotations, "-o", result, "--quiet", "--strength", "0.5"]);

/** Runs a command behind `cat input |`. */
function runOn(input: string, args: readonly string[]): Promise<{ code: number; stdout: string }> {
  const words = ["-c", 'input=$1; shift; cat "$input" | "$@"', "sh", input, process.execPath, bin, ...args];
  return new Promise((resolve) => {
    execFile("sh", words, (error, stdout) => resolve({ code: error ? Number(error.code) : 0, stdout }));
  });
}

describe("standard input", () => {
  it.each([
    ["annotations", annotations],
    ["a result", result],
  ])("may hold %s where either is read", async (_, input) => {
    for (const command of ["leaderboard", "compare"]) {
      const files = command === "compare" ? [`again=${result}`] : [];
      const args = [...files, "--format", "csv", "--strength", "0.5"];
      const fromFile = await spawnLceval([command, input, ...args]);
      expect(fromFile.code).toBe(0);
      expect(await runOn(input, [command, "-", ...args])).toEqual({ code: 0, stdout: fromFile.stdout });
      expect((await runOn(input, [command, "/dev/stdin", ...args])).stdout).toBe(fromFile.stdout);
    }
  });

  it("is enough for a report of results, and not for one that shows pairs", async () => {
    const page = await runOn(result, ["report", "-", "-o", "-"]);
    expect([page.code, page.stdout.slice(0, 15)]).toEqual([0, "<!doctype html>"]);
    expect((await runOn(annotations, ["report", "-", "-o", "-"])).code).toBe(2);
  });
});

describe("standard error", () => {
  it("holds no warning of a conversion or a plan that is to be quiet", async () => {
    const cwd = temporaryFolder();
    const halved = writeAnnotations([{ preference: 2, output_1: "\ud800" }]);
    const args = ["convert", halved, "-o", "out.csv"];
    expect((await spawnLceval(args, { cwd })).stderr).toContain("half a surrogate pair");
    expect((await spawnLceval([...args, "--quiet"], { cwd })).stderr).toBe("");
    writeFileSync(join(cwd, "outputs.json"), JSON.stringify([{ instruction: "i", output: "o" }]));
    const files = ["outputs.json", "--baseline", "outputs.json", "-o", "judged.jsonl"];
    const plan = ["annotate", ...files, "--judge", "offline", "--dry-run"];
    const [loud, quiet] = [
      await spawnLceval(plan, { cwd }),
      await spawnLceval([...plan, "--quiet"], { cwd }),
    ];
    expect(loud.stderr).toContain("offline-judge");
    expect(quiet).toEqual({ ...loud, stderr: "" });
    expect(loud.stdout).toContain("outputs (1 pair)");
  });
});

describe("standard output", () => {
  it("takes a build server's files, a page and a calibration", async () => {
    const cwd = temporaryFolder();
    const quiet = ["--quiet", "-o", "scores.json"];
    const gates = ["--require", "win_rate>=0", "--junit", "-"];
    expect((await spawnLceval(["score", annotations, ...gates, ...quiet], { cwd })).stdout).toMatch(
      /^<\?xml /,
    );
    const page = await spawnLceval(["analyze", "judge", annotations, "--html", "-", ...quiet], { cwd });
    expect(page.stdout).toMatch(/^<!doctype html>/);
    const rows = ["a", "b", "c"].flatMap((generator_2) =>
      plainRows(12).map((row) => ({ ...row, generator_2 })),
    );
    const several = writeAnnotations(rows);
    const { stdout, stderr } = await spawnLceval(["calibrate", several, "--name", "n", "-o", "-"], { cwd });
    expect(stderr).toBe("");
    await spawnLceval(["calibrate", several, "--name", "n", "-o", "n.json", "--quiet"], { cwd });
    expect(stdout).toBe(readFileSync(join(cwd, "n.json"), "utf8"));
  });
});
