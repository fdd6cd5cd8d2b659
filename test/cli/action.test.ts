// `.github/actions/lceval` as the service runs it: its steps in their order, conditions and expressions evaluated, the cache
// and the artefacts kept in folders, `npm` and `gh` programs that write down what they are asked.
import { execFile } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { bin } from "../bin.js";
import { temporaryFolder } from "../temporary-folder.js";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const action = parse(
  readFileSync(new URL("../../.github/actions/lceval/action.yml", import.meta.url).pathname, "utf8"),
) as { inputs: Record<string, { default?: string; required?: boolean }>; runs: { steps: Step[] } };

/** A checkout with the example's files, and the programs that the steps call. */
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
  program("npm", 'printf "%s\\n" "$@" > npm.log');
  program(
    "gh",
    `echo "$*" >> gh.log
    case "$*" in
      "api user"*) cat login 2>/dev/null ;;
      *--jq*) cat comment-id 2>/dev/null || true ;;
      *) [ ! -f read-only ] || exit 77 ;;
    esac`,
  );
  return folder;
}

interface Context {
  readonly inputs: Readonly<Record<string, string>>;
  readonly github: Readonly<Record<string, unknown>>;
  readonly steps: Record<string, { outputs: Record<string, string> }>;
  readonly always: () => true;
}

/** An expression of the service: paths, `==`, `&&`, `||` and `always()` mean in JavaScript what they mean there. */
function evaluate(expression: string, context: Context): unknown {
  const quoted = expression.replace(/\b(inputs)\.([\w-]+)/g, '$1["$2"]');
  return new Function(...Object.keys(context), `return ${quoted}`)(...Object.values(context));
}

const fill = (text: string, context: Context) =>
  text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => String(evaluate(expression, context) ?? ""));

function runScript(step: Step, folder: string, context: Context) {
  const output = join(folder, "github-output");
  writeFileSync(output, "");
  const env = Object.fromEntries(
    Object.entries(step.env ?? {}).map(([key, text]) => [key, fill(text, context)]),
  );
  const PATH = `${join(folder, "bin")}:${process.env.PATH}`;
  return new Promise<number>((resolve) => {
    execFile(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run!],
      { cwd: folder, env: { PATH, GITHUB_OUTPUT: output, GITHUB_REPOSITORY: "me/mine", ...env } },
      (error) => {
        const lines = readFileSync(output, "utf8").trim().split("\n");
        const outputs = Object.fromEntries(lines.map((line) => line.split("=") as [string, string]));
        if (step.id) context.steps[step.id] = { outputs };
        resolve(error ? Number(error.code) : 0);
      },
    );
  });
}

/** Copies what a step keeps, by the paths that it names. */
function keep(paths: string, folder: string, into: string): void {
  for (const path of paths.split("\n").filter(Boolean))
    if (existsSync(join(folder, path))) cpSync(join(folder, path), join(into, path), { recursive: true });
}

/** All steps. @returns the exit code of the job, and what was kept in the cache and as artefacts */
async function runAction(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  { cache = temporaryFolder(), pullRequest = true } = {},
) {
  const context: Context = {
    inputs: {
      ...Object.fromEntries(Object.entries(action.inputs).map(([name, each]) => [name, each.default ?? ""])),
      package: "lceval-0.2.0.tgz",
      ...inputs,
    },
    github: {
      ...{ run_id: 1, run_attempt: 1, token: "t", event_name: pullRequest ? "pull_request" : "push" },
      event: { pull_request: { number: 7 } },
    },
    steps: {},
    always: () => true,
  };
  const artefacts = temporaryFolder();
  let code = 0;
  for (const step of action.runs.steps) {
    const condition = step.if?.replace(/^\$\{\{ (.*) \}\}$/, "$1") ?? "true";
    if (!evaluate(condition, context) || (code !== 0 && !condition.includes("always()"))) continue;
    const path = fill(step.with?.path ?? "", context);
    if (step.run !== undefined) code = (await runScript(step, folder, context)) || code;
    else if (step.uses!.startsWith("actions/cache/restore@")) keep(path, cache, folder);
    else if (step.uses!.startsWith("actions/cache/save@")) keep(path, folder, cache);
    else if (step.uses!.startsWith("actions/upload-artifact@")) keep(path, folder, artefacts);
    else expect.unreachable(step.uses);
  }
  return { code, cache, artefacts, outputs: context.steps.lceval?.outputs };
}

const run = { files: "model.jsonl\nmodel-padded.jsonl", baseline: "baseline.jsonl", judge: "offline" };
const logOf = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");

describe("the composite action", () => {
  it("puts no input into a script, where it could run", () => {
    for (const { run = "" } of action.runs.steps) expect(run).not.toContain("${{");
  });

  it("installs, judges, scores, writes one comment, keeps replies and results where the gate fails, and ends by it", async () => {
    const folder = checkout();
    const require = "example-model:length_controlled_winrate>=90@95%";
    mkdirSync(join(folder, ".lceval-store"));
    writeFileSync(join(folder, ".lceval-store", "replies"), "paid for");
    const first = await runAction(folder, { ...run, require, package: "a folder/lceval-0.2.0.tgz" });
    expect(logOf(folder, "npm.log")).toBe(
      "install\n--global\n--no-audit\n--no-fund\na folder/lceval-0.2.0.tgz\n",
    );
    expect([first.code, first.outputs]).toEqual([10, { result: "lceval-results/result.json", code: "10" }]);
    expect(readdirSync(join(first.artefacts, "lceval-results"))).toEqual(
      expect.arrayContaining(["result.json", "comment.md", "junit.xml"]),
    );
    expect(existsSync(join(first.artefacts, "judged.jsonl"))).toBe(true);
    expect(logOf(folder, "lceval-results/body.md")).toMatch(/^<!-- lceval lceval -->\n### /);
    expect(logOf(folder, "gh.log")).toContain("--method POST repos/me/mine/issues/7/comments");
    // another push: the replies are there, and the comment is brought up to date
    const again = checkout();
    writeFileSync(join(again, "comment-id"), "4711\n");
    expect((await runAction(again, run, first)).code).toBe(0);
    expect(logOf(again, ".lceval-store/replies")).toBe("paid for");
    expect(logOf(again, "gh.log")).toContain("--method PATCH repos/me/mine/issues/comments/4711");
  });

  it("keeps texts out of comment, summary and artefacts where it is told to, and no comment without a pull request", async () => {
    const folder = checkout();
    await runAction(folder, run, { pullRequest: false });
    expect(existsSync(join(folder, "gh.log"))).toBe(false);
    copyFileSync(join(folder, "lceval-results", "result.json"), join(folder, "before.json"));
    const score = { command: "score", files: "judged.jsonl", previous: "before.json", texts: "false" };
    const { artefacts, code } = await runAction(folder, score);
    expect(code).toBe(0);
    expect(logOf(folder, "lceval-results/comment.md")).not.toContain("Pairs that changed most");
    expect(readdirSync(artefacts)).toEqual(["lceval-results"]);
    expect(logOf(artefacts, "lceval-results/result.json")).not.toContain("high tides");
  });

  it("shows nothing of an earlier use where it fails before it has figures", async () => {
    const folder = checkout();
    mkdirSync(join(folder, "lceval-results"));
    for (const name of ["comment.md", "junit.xml", "result.json"])
      writeFileSync(join(folder, "lceval-results", name), "all holds");
    const { artefacts, code } = await runAction(folder, { command: "score", files: "no-such.jsonl" });
    expect(code).toBe(3);
    expect(existsSync(join(folder, "gh.log"))).toBe(false);
    for (const name of ["junit.xml", "result.json"])
      expect(existsSync(join(artefacts, "lceval-results", name))).toBe(false);
  });

  it.each(["--help", "--version", "-V"])("is no success where %s has nothing judged", async (word) => {
    const folder = checkout();
    mkdirSync(join(folder, "lceval-results"));
    writeFileSync(join(folder, "lceval-results", "result.json"), "{}");
    expect((await runAction(folder, { ...run, arguments: word })).code).toBe(1);
  });

  it("ends by the gate where the comment cannot be written, and writes over nobody else's", async () => {
    const folder = checkout();
    writeFileSync(join(folder, "read-only"), "");
    // more than a pipe holds: who reads one line only ends the other by a signal
    writeFileSync(join(folder, "comment-id"), "4711\n".repeat(50_000));
    const require = "example-model:length_controlled_winrate>=90@95%";
    expect((await runAction(folder, { ...run, require })).code).toBe(10);
    expect(logOf(folder, "gh.log")).toContain('select(.user.login == "github-actions[bot]" and');
    expect(logOf(folder, "gh.log")).toContain("--method PATCH repos/me/mine/issues/comments/4711");
    writeFileSync(join(folder, "login"), "me\n");
    await runAction(folder, { command: "score", files: "judged.jsonl" });
    expect(logOf(folder, "gh.log")).toContain('select(.user.login == "me" and');
  });

  it("takes no other command", async () => {
    expect((await runAction(checkout(), { ...run, command: "rm" })).code).toBe(2);
  });
});
