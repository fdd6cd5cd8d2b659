// `.github/actions/lceval`: its steps run as the service would, with a `gh` that writes down what it is asked.
import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { bin } from "../bin.js";
import { temporaryFolder } from "../temporary-folder.js";

interface Step {
  readonly name: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const action = parse(
  readFileSync(new URL("../../.github/actions/lceval/action.yml", import.meta.url).pathname, "utf8"),
) as { inputs: Record<string, { default?: string; required?: boolean }>; runs: { steps: Step[] } };

const stepOf = (name: string) => action.runs.steps.find((step) => step.name === name)!;

/** A checkout with the example's files, and the two programs that the steps call. */
function checkout() {
  const folder = temporaryFolder();
  for (const name of ["model", "model-padded", "baseline"])
    copyFileSync(
      new URL(`../../data/example/${name}.jsonl`, import.meta.url).pathname,
      join(folder, `${name}.jsonl`),
    );
  mkdirSync(join(folder, "bin"));
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, "bin", name), `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  program("lceval", `exec "${process.execPath}" "${bin}" "$@"`);
  program("gh", 'echo "$*" >> gh.log; case "$*" in *--jq*) cat comment-id 2>/dev/null || true;; esac');
  return folder;
}

/** Runs one step: inputs put into its variables as the service does, outputs of the step read back. */
function runStep(
  name: string,
  folder: string,
  inputs: Readonly<Record<string, string>>,
  context: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stderr: string; outputs: Record<string, string> }> {
  const { run, env = {} } = stepOf(name);
  const value = (expression: string) => {
    const [, input] = /^inputs\.([\w-]+)$/.exec(expression) ?? [];
    return input === undefined
      ? (context[expression] ?? "")
      : (inputs[input] ?? action.inputs[input]!.default ?? "");
  };
  const filled = Object.fromEntries(
    Object.entries(env).map(([key, text]) => [
      key,
      text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => value(expression)),
    ]),
  );
  const output = join(folder, "github-output");
  writeFileSync(output, "");
  return new Promise((resolve) => {
    execFile(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", run!],
      {
        cwd: folder,
        env: {
          PATH: `${join(folder, "bin")}:${process.env.PATH}`,
          GITHUB_OUTPUT: output,
          GITHUB_REPOSITORY: "me/mine",
          ...filled,
        },
      },
      (error, _, stderr) => {
        const lines = readFileSync(output, "utf8").trim().split("\n");
        resolve({
          code: error ? Number(error.code) : 0,
          stderr,
          outputs: Object.fromEntries(lines.map((line) => line.split("=") as [string, string])),
        });
      },
    );
  });
}

const run = { files: "model.jsonl\nmodel-padded.jsonl", baseline: "baseline.jsonl", judge: "offline" };

describe("the composite action", () => {
  it("puts no input into a script, where it could run", () => {
    for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${{");
  });

  it("judges, scores, writes result, comment and JUnit, and gates by the exit code", async () => {
    const folder = checkout();
    const require = "example-model:length_controlled_winrate>=50@95%";
    const { code, outputs, stderr } = await runStep("Judge and score", folder, { ...run, require });
    expect([code, stderr.includes("inconclusive")]).toEqual([0, true]);
    expect(outputs).toEqual({ result: "lceval-results/result.json", code: "11" });
    for (const name of ["result.json", "comment.md", "junit.xml"])
      expect(existsSync(join(folder, "lceval-results", name))).toBe(true);
    const gate = await runStep("Gate", folder, {}, { "steps.lceval.outputs.code": outputs.code! });
    expect(gate.code).toBe(11);
  });

  it("writes one comment and brings it up to date in place", async () => {
    const folder = checkout();
    await runStep("Judge and score", folder, run);
    const context = { "github.event.pull_request.number": "7" };
    expect((await runStep("Comment", folder, {}, context)).code).toBe(0);
    writeFileSync(join(folder, "comment-id"), "4711\n");
    expect((await runStep("Comment", folder, {}, context)).code).toBe(0);
    const calls = readFileSync(join(folder, "gh.log"), "utf8");
    expect(calls).toContain("--method POST repos/me/mine/issues/7/comments");
    expect(calls).toContain("--method PATCH repos/me/mine/issues/comments/4711");
    expect(readFileSync(join(folder, "lceval-results", "body.md"), "utf8")).toMatch(/^<!-- lceval -->\n### /);
  });

  it("keeps the pairs that changed most, whose texts they are, out of the comment where it is told to", async () => {
    const folder = checkout();
    await runStep("Judge and score", folder, run);
    copyFileSync(join(folder, "lceval-results", "result.json"), join(folder, "before.json"));
    const score = { command: "score", files: "judged.jsonl", previous: "before.json" };
    const comment = () => readFileSync(join(folder, "lceval-results", "comment.md"), "utf8");
    await runStep("Judge and score", folder, { ...score, texts: "false" });
    expect(comment()).not.toContain("Pairs that changed most");
  });

  it("takes no other command", async () => {
    const { code } = await runStep("Judge and score", checkout(), { ...run, command: "rm" });
    expect(code).toBe(2);
  });
});
