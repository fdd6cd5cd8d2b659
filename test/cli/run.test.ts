// `lceval run`: judges, then scores; where several exit codes apply, the order is 3, 4, 7, 6, 5, 10, 11.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { raiseExitCode } from "../../src/cli/run/raise-exit-code.js";
import { bin } from "../bin.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../judge-server.js";
import { temporaryFolder } from "../temporary-folder.js";
import { runLceval } from "./lceval.js";

let server: JudgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A folder with outputs of a model and a baseline, and the arguments that name them. */
function prepare() {
  const folder = temporaryFolder();
  const write = (generator: string) =>
    writeFileSync(
      join(folder, `${generator}.json`),
      JSON.stringify(
        Array.from({ length: 20 }, (_, i) => ({
          instruction: `instruction ${i}`,
          output: `${generator} answers ${"word ".repeat((i * (generator === "model" ? 5 : 3)) % 11)}`,
          generator,
        })),
      ),
    );
  write("model");
  write("baseline");
  const args = ["run", "model.json", "--baseline", "baseline.json", "--annotations", "judged.jsonl"];
  return { folder, args };
}

async function run(extra: readonly string[], behave?: (request: SeenRequest) => Behaviour) {
  const { folder, args } = prepare();
  server = behave && (await startJudgeServer(behave));
  const judge = behave ? ["--judge", "weighted"] : ["--judge", "offline"];
  const env = { OPENAI_API_KEY: "key-for-a-test", OPENAI_BASE_URL: server?.baseUrl ?? "" };
  const always = [...judge, "--store", "none", "--max-retries", "0", "--concurrency", "1"];
  const ran = await runLceval([...args, ...always, ...extra], { env, cwd: folder });
  return { ...ran, folder, requests: server?.requests.length ?? 0 };
}

/** Every fifth question is turned away. */
const partly = ({ number }: SeenRequest): Behaviour => (number % 5 === 0 ? "filter" : {});

describe("lceval run", () => {
  it("says each pair without a verdict as it fails where that is wanted", async () => {
    const filtered = /^refused: .+ \(instruction \d+\)$/gm;
    const { stderr } = await run(["--verbose"], partly);
    expect(stderr.match(filtered)).toHaveLength(4);
    expect((await run([], partly)).stderr).not.toMatch(filtered);
  });

  it("names the option of its own journal where that holds another judge's verdicts", async () => {
    const { folder } = await run([]);
    const { args } = prepare();
    const other = ["--judge", "offline", "--label-noise", "0.2", "--store", "none"];
    const { code, stderr } = await runLceval([...args, ...other], { cwd: folder });
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/another judge or prompt.*-o \(of run: --annotations\)/s),
    ]);
  });

  it("judges and scores in one, as annotate and score do one after the other", async () => {
    const { code, stdout, folder } = await run(["--format", "json"]);
    expect(code).toBe(0);
    expect(existsSync(join(folder, "judged.manifest.json"))).toBe(true);
    const scored = await runLceval(["score", "judged.jsonl", "--format", "json"], { cwd: folder });
    expect(stdout).toBe(scored.stdout);
    expect(JSON.parse(stdout).results[0]).toMatchObject({ generator: "model", n_total: 20 });
  });

  it("ends with 10 and 11 where requirements ask for it", async () => {
    expect((await run(["--require", "win_rate>=101"])).code).toBe(10);
    expect((await run(["--require", "win_rate>=50@95%"])).code).toBe(11);
  });

  it("scores what there is of a partial run, and ends with 5 whatever a requirement says", async () => {
    const { code, stdout, folder } = await run(
      ["--format", "json", "--require", "win_rate>=101", "-o", "result.json", "--quiet"],
      partly,
    );
    expect(code).toBe(5);
    expect(stdout).toBe("");
    const [result] = JSON.parse(readFileSync(join(folder, "result.json"), "utf8")).results;
    expect(result).toMatchObject({ n_total: 16, n_unjudged: { refused: 4 } });
  });

  it("ends with 7 when a partial run's result cannot be written, with 3 for what cannot be read", async () => {
    expect((await run(["-o", "no-such-folder/result.json"], partly)).code).toBe(7);
    expect((await run(["--difficulty", "no-such-file.json"], partly)).code).toBe(3);
  });

  it("ends with 5 and scores nothing when nothing was judged", async () => {
    const { code, stdout, stderr } = await run([], () => "filter");
    expect([code, stdout]).toEqual([5, ""]);
    expect(stderr).toContain("nothing was judged, so there is nothing to score");
  });

  it("ends with 4 and scores nothing when the judge cannot be used", async () => {
    const { code, stdout } = await run([], () => "unauthorized");
    expect([code, stdout]).toEqual([4, ""]);
  });

  it("ends with 4 and scores what there is when the judge gives out on the way", async () => {
    const { code, stdout } = await run(["--format", "json"], ({ number }) =>
      number < 12 ? {} : "unauthorized",
    );
    expect(code).toBe(4);
    expect(JSON.parse(stdout).results[0]).toMatchObject({ generator: "model", n_total: 12 });
  });

  it("asks nothing for a requirement or a format that cannot be read, and for --dry-run", async () => {
    const shapeless = await run(["-o", "result.xyz"], () => ({}));
    expect([shapeless.code, shapeless.requests]).toEqual([2, 0]);
    await server?.close();
    const unreadable = await run(["--require", "win_rate is good"], () => ({}));
    expect([unreadable.code, unreadable.requests]).toEqual([2, 0]);
    await server?.close();
    const plan = await run(["--dry-run"], () => ({}));
    expect([plan.code, plan.requests]).toEqual([0, 0]);
    expect(plan.stdout).toContain("to be asked 20");
  });

  it("scores nothing when interrupted", async () => {
    const { folder, args } = prepare();
    let child: ReturnType<typeof spawn> | undefined;
    // the fifth request tells that the run is under way; it is answered, as the first signal lets it be
    server = await startJudgeServer(({ number }) => {
      if (number === 4) child!.kill("SIGINT");
      return {};
    });
    const env = { PATH: process.env.PATH, OPENAI_API_KEY: "key-for-a-test", OPENAI_BASE_URL: server.baseUrl };
    const more = ["--judge", "weighted", "--store", "none", "--concurrency", "1", "--rpm", "5"];
    child = spawn(process.execPath, [bin, ...args, ...more], { cwd: folder, env });
    let stdout = "";
    child.stdout!.on("data", (part) => {
      stdout += part;
    });
    const code = await new Promise((resolve) => child!.once("close", resolve));
    expect([code, stdout]).toEqual([130, ""]);
    expect(readFileSync(join(folder, "judged.jsonl"), "utf8")).toContain('"status":"judged"');
  });
});

it("a result under a journal's name is told where the journal is named", async () => {
  const { code, stderr } = await run(["-o", "mine.jsonl"]);
  expect(code).toBe(2);
  expect(stderr).toContain("run --annotations");
});

describe("raiseExitCode", () => {
  it("keeps the code that goes before the others", () => {
    const before = process.exitCode;
    try {
      const endWith = (...names: Parameters<typeof raiseExitCode>[0][]) => {
        process.exitCode = undefined;
        for (const name of names) raiseExitCode(name);
        return process.exitCode;
      };
      expect(endWith("inconclusive", "requirementFailed", "partial")).toBe(5);
      expect(endWith("partial", "requirementFailed")).toBe(5);
      expect(endWith("outputUnwritable", "judgeUnusable")).toBe(4);
      expect(endWith("judgeUnusable", "outputUnwritable", "fitFailed")).toBe(4);
    } finally {
      process.exitCode = before;
    }
  });
});
