// `lceval judges show|check` of a pool or a jury: the panel itself, and every member of it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JudgeServer, startJudgeServer } from "../judge-server.js";
import { answersWorth } from "../scripted-judge.js";
import { rowsFolder } from "../temporary-folder.js";
import { runLceval } from "./lceval.js";

const folder = rowsFolder();
const panel = folder.path("my-panel");
let server: JudgeServer;
beforeAll(async () => {
  server = await startJudgeServer(({ body }) => ({
    text: body.model === "mute" ? "Hm." : "[[A]]",
    model: `${body.model}-2025-01-01`,
  }));
  mkdirSync(panel);
});
afterAll(() => server.close());

function writePanel(kind: "pool" | "jury", models: readonly string[]): void {
  const members = models.map((model, i) => ({
    judge: "verdict",
    model,
    weight: kind === "pool" ? 3 - i : 1,
  }));
  const text = { schema_version: 1, description: "of two", comparable: "comparable with itself" };
  writeFileSync(join(panel, "judge.json"), JSON.stringify({ ...text, kind, order: "both", members }));
}

describe("lceval judges", () => {
  it("shows a pool with its members' shares, and a jury with its rule, before the requests", async () => {
    writePanel("pool", ["one", "two"]);
    const pool = (await runLceval(["judges", "show", panel])).stdout;
    expect(pool).toMatch(
      /^my-panel: of two\ncomparable with itself\npool of 2 members, order both, fingerprint /,
    );
    expect(pool).toContain("\n  verdict, model one, 60.0 % of the instructions\n");
    expect(pool.match(/^--- user$/gm)).toHaveLength(2);
    writePanel("jury", ["one", "two"]);
    const jury = (await runLceval(["judges", "show", panel])).stdout;
    expect(jury).toContain("jury of 2 members, order both, votes combined by mean, quorum 2, ");
    expect(jury).toContain("\n  verdict, model two\n");
  });

  it("asks every member once; one that cannot be read makes it 4", async () => {
    writePanel("jury", ["one", "two"]);
    const fine = await runLceval(["judges", "check", panel, "--base-url", server.baseUrl]);
    expect(fine.code).toBe(0);
    expect(fine.stdout.match(/^model .*$/gm)).toEqual([
      "model              one, served by one-2025-01-01; it lists no models",
      "model              two, served by two-2025-01-01; it lists no models",
    ]);
    writePanel("jury", ["one", "mute"]);
    expect((await runLceval(["judges", "check", panel, "--base-url", server.baseUrl])).code).toBe(4);
  });

  it("says how much of the probability the labels hold, and where that is little", async () => {
    const rare = await startJudgeServer(({ path }) =>
      path.endsWith("/models")
        ? { status: 200, body: { data: [{ id: "model-a" }] } }
        : {
            text: "The",
            topLogprobs: [
              { token: "The", logprob: Math.log(0.7) },
              { token: "m", logprob: Math.log(0.2) },
              { token: "M", logprob: Math.log(0.1) },
            ],
          },
    );
    const { code, stdout } = await runLceval(["judges", "check", "weighted", "--base-url", rare.baseUrl]);
    await rare.close();
    expect(code).toBe(4);
    expect(stdout).toContain("hold 30 % of the probability, less than 50 %");
    expect(stdout).toContain("it lists 1 model: model-a");
    expect(stdout).toContain("yes, 3 alternatives for the first token");
  });

  it("does not propose --judge-model where it would replace all members by one", async () => {
    writePanel("jury", ["one", "two"]);
    const args = ["annotate", folder.write("model.jsonl", answersWorth("new", [7]))];
    args.push("--baseline", folder.write("baseline.jsonl", answersWorth("base", [5])), "--judge", panel);
    args.push("--base-url", server.baseUrl, "--store", "none", "-o", folder.path("out.jsonl"));
    const { stderr } = await runLceval(args);
    expect(stderr).toContain("name two-2025-01-01 in the judge.json of my-panel");
    expect(stderr).not.toContain("--judge-model");
  });
});

describe("lceval judges copy", () => {
  it("makes a folder that is judged with like its model, and touches no other", async () => {
    const own = folder.path("my-judge");
    expect((await runLceval(["judges", "copy", "verdict", own])).code).toBe(0);
    const [copied, shipped] = await Promise.all(
      [own, "verdict"].map((name) => runLceval(["judges", "show", name, "--template"])),
    );
    expect(copied!.stdout.replaceAll("my-judge", "verdict")).toBe(shipped!.stdout);
    expect(shipped!.stdout).toContain("{output_1}");
    const again = await runLceval(["judges", "copy", "cot", own]);
    expect([again.code, again.stderr]).toEqual([
      7,
      expect.stringMatching(/something is there\nhint: name a folder that is not there yet/),
    ]);
    expect((await runLceval(["judges", "copy", "offline", folder.path("o")])).code).toBe(2);
    expect((await runLceval(["judges", "copy", "no-such", folder.path("o")])).code).toBe(3);
    expect((await runLceval(["judges", "copy", "verdict"])).code).toBe(2);
  });

  it("shows a pool of one, and refuses a jury of one", async () => {
    writePanel("pool", ["one"]);
    expect((await runLceval(["judges", "show", panel])).stdout).toContain("pool of 1 member,");
    writePanel("jury", ["one"]);
    expect((await runLceval(["judges", "show", panel])).stderr).toContain(
      "a jury of one has no votes to combine",
    );
  });
});
