// A judge of alpaca_eval's that shows several comparisons in one prompt, as AlpacaFarm's pool does.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { workFolder } from "../../command.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../../judge-server.js";
import { runHere } from "../run-here.js";
import { readLines } from "./made-outputs.js";

const servers: JudgeServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

const size = 3;
const prompt = `<|im_start|>system
Select the better outputs.
<|im_end|>
<|im_start|>user
${Array.from({ length: size }, (_, i) => `## Example ${i}\n{instruction}\n(a): {output_1}\n(b): {output_2}\n`).join("\n")}
<|im_end|>`;

const member = {
  prompt_template: { with_inputs: "farm/none.txt", without_inputs: "farm/batch.txt" },
  fn_completions: "openai_completions",
  completions_kwargs: { model_name: "judge-x", max_tokens: 50, temperature: 1, tokens_to_avoid: ["Both"] },
  completion_parser_kwargs: {
    outputs_to_match: { 1: "(?:^|\\n) ?Output \\(a\\)", 2: "(?:^|\\n) ?Output \\(b\\)" },
  },
  batch_size: size,
};

/** What is shown: the worths that stand in the two answers of each example. */
const shownIn = ({ body }: SeenRequest) =>
  [...body.messages!.at(-1)!.content.matchAll(/^\(a\): (?:worth )?(\d+)\n\(b\): (?:worth )?(\d+)$/gm)].map(
    ([, a, b]) => [Number(a), Number(b)] as const,
  );

const answer = (request: SeenRequest): Behaviour => ({
  text: shownIn(request)
    .map(([a, b]) => `Output (${a > b ? "a" : "b"})`)
    .join("\n"),
});

async function setUp(behave: (request: SeenRequest) => Behaviour, rows: number) {
  const server = await startJudgeServer(behave);
  servers.push(server);
  const cwd = workFolder();
  mkdirSync(join(cwd, "farm"));
  writeFileSync(join(cwd, "farm/batch.txt"), prompt);
  writeFileSync(join(cwd, "farm/configs.yaml"), stringify({ member }));
  const write = (generator: string, worth: (i: number) => number) =>
    writeFileSync(
      join(cwd, `${generator}.jsonl`),
      Array.from({ length: rows }, (_, i) =>
        JSON.stringify({ instruction: `Question ${i}`, output: `worth ${worth(i)}`, generator }),
      ).join("\n"),
    );
  write("base", () => 50);
  write("one", (i) => 40 + i);
  write("two", (i) => 60 - i);
  const annotate = (...more: string[]) => {
    const outputs = ["one.jsonl", "two.jsonl", "--baseline", "base.jsonl", "--judge", "farm"];
    const args = ["annotate", ...outputs, "--base-url", server.baseUrl, "-o", "out.jsonl", ...more];
    return runHere(args, { cwd });
  };
  return { server, cwd, annotate, lines: () => readLines(join(cwd, "out.jsonl")) };
}

const worthOf = (text: unknown) => Number(String(text).split(" ")[1]);

describe("several comparisons in one prompt", () => {
  it("each get the verdict that stands in their place, whatever the order they were shown in", async () => {
    const { server, annotate, lines, cwd } = await setUp(answer, 8);
    const plan = await annotate("--dry-run");
    expect(plan.stdout + plan.stderr).toContain("to be asked 6");
    const r = await annotate();
    expect(r).toMatchObject({ code: 0, stderr: expect.not.stringContaining("unjudged") });
    expect(server.requests.length).toBe(6);
    expect(
      lines()
        .map(({ generator_2 }) => generator_2)
        .sort(),
    ).toEqual([...Array(8).fill("one"), ...Array(8).fill("two")]);
    const judged = lines().map((line) => ({
      preference: line.preference,
      expected: worthOf(line.output_2) > worthOf(line.output_1) ? 2 : 1,
      isTie: line.output_1 === line.output_2,
    }));
    for (const { preference, expected, isTie } of judged) if (!isTie) expect(preference).toBe(expected);
    expect(new Set(lines().map(({ order }) => order)).size).toBe(2);
    const sums = lines().filter(({ attempts }) => attempts === 1);
    expect(sums.length).toBe(6);
    // what is left over of the last prompt of each model is filled up
    const shown = server.requests.map((request) => request.body.messages!.at(-1)!.content);
    expect(shown.filter((text) => text.includes("1+1=")).length).toBe(2);
    expect((await annotate("-o", "again.jsonl")).code).toBe(0);
    expect(server.requests.length).toBe(6);
    expect((await runHere(["verify", "out.jsonl"], { cwd })).stdout).toContain("read again");
  });

  it("count for nothing where a reply does not say one thing of each", async () => {
    let short = true;
    const { annotate, lines, server } = await setUp(
      (request) =>
        short && shownIn(request).some(([a, b]) => a === 42 || b === 42)
          ? { text: "Output (a)" }
          : answer(request),
      6,
    );
    await annotate("--max-unjudged", "1");
    const unjudged = lines().filter(({ status }) => status === "unjudged");
    expect(unjudged.map(({ instruction }) => instruction).sort()).toEqual([
      "Question 0",
      "Question 1",
      "Question 2",
    ]);
    expect(unjudged[0]).toMatchObject({
      reason: "unparsable",
      detail: expect.stringContaining("3 comparisons"),
    });
    short = false;
    const before = server.requests.length;
    expect((await annotate("--retry-failed")).code).toBe(0);
    expect(server.requests.length).toBe(before + 1);
    expect(lines().filter(({ status }) => status === "judged").length).toBe(12);
  });
});
