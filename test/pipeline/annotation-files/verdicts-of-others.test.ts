// Tables of verdicts under names that nobody heard of → refused with options that read them: pasted, they give what the
// same rows give under lceval's names.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runLceval } from "../../cli/lceval.js";
import { temporaryFolder } from "../../temporary-folder.js";

const cwd = temporaryFolder();
const isModel = (n: number) => n % 3 === 0;
const answer = (side: string, n: number) =>
  `${side} says it ${"again and ".repeat((n * (side === "old" ? 5 : 7)) % 6)}again`;
const table = (head: string, cells: (n: number) => readonly unknown[]) =>
  `${[head, ...Array.from({ length: 30 }, (_, n) => cells(n).join(","))].join("\n")}\n`;

const own = table("instruction,output_1,output_2,preference", (n) => [
  `What is ${n}?`,
  answer("old", n),
  answer("new", n),
  isModel(n) ? 2 : 1,
]);
const sided = table("q,left,right,who", (n) => [
  `What is ${n}?`,
  answer("old", n),
  answer("new", n),
  isModel(n) ? "right" : "left",
]);
const tables = {
  "columns named by the verdicts": sided,
  "columns named after the models": sided
    .replace("left,right", "gpt,ours")
    .replaceAll(/right$/gm, "ours")
    .replaceAll(/left$/gm, "gpt"),
  "columns of answers called after the models, in other spelling": sided
    .replace("left,right", "GPT-4_answer,oursResponse")
    .replaceAll(/right$/gm, "ours")
    .replaceAll(/left$/gm, "gpt4"),
  "answers called so before the models, with a remark": sided
    .replace("q,left,right,who", "prompt,answer_gpt,answer_ours,who,remark")
    .replaceAll(/right$/gm, "ours,it is better")
    .replaceAll(/left$/gm, "gpt,it is better"),
  "lceval's own names in capitals": table("INSTRUCTION,OUTPUT_1,OUTPUT_2,PREFERENCE,ANNOTATOR", (n) => [
    `What is ${n}?`,
    answer("old", n),
    answer("new", n),
    isModel(n) ? 2 : 1,
    "judge",
  ]),
  "a scale of seven": table("prompt,baseline_output,output,Likert", (n) => [
    `What is ${n}?`,
    answer("old", n),
    answer("new", n),
    isModel(n) ? 7 : 1,
  ]),
};
const stated: Partial<Record<string, string>> = { "a scale of seven": "--scale 1..7" };

async function score(name: string, text: string, options = "") {
  writeFileSync(join(cwd, name), text);
  const words = options.split(" ").filter(Boolean);
  return await runLceval(["score", name, "--difficulty", "none", "--format", "json", ...words], { cwd });
}
const rates = (stdout: string) => {
  const [{ win_rate, length_controlled_winrate }] = JSON.parse(stdout).results;
  return { win_rate, length_controlled_winrate };
};

describe("verdicts under other names", async () => {
  const expected = rates((await score("own.csv", own)).stdout);

  it.each(Object.entries(tables))("%s: one line to paste", async (name, text) => {
    const refused = await score("theirs.csv", text);
    expect(refused.code).toBe(3);
    const options = /--columns \S+( --labels \S+)?/.exec(refused.stderr)![0];
    const { code, stdout } = await score("theirs.csv", text, `${options} ${stated[name] ?? ""}`);
    expect(code).toBe(0);
    expect(rates(stdout)).toEqual(expected);
  });

  it("a table whose columns say nothing is told what must be stated", async () => {
    const { code, stderr } = await score(
      "mute.csv",
      own.replace("output_1,output_2,preference", "x,y,z").replaceAll(/[12]$/gm, "$&0"),
    );
    expect(code).toBe(3);
    expect(stderr).toContain("Say which column holds the verdict: --columns preference=COLUMN");
  });

  it("refuses a column of another name of which every value is 1: all lost on 1…2, all won on 0…1", async () => {
    const text = own.replace("preference", "score").replaceAll(/[12]$/gm, "1");
    const { code, stderr } = await score("ones.csv", text, "--columns preference=score");
    expect([code, stderr]).toEqual([3, expect.stringContaining("a 1 is the baseline's win on 1…2")]);
    const stated = await score("ones.csv", text, "--columns preference=score --scale 0..1");
    expect(rates(stated.stdout).win_rate).toBe(100);
  });

  it("refuses a rank, whose 1 may be the model's win, until its scale is stated", async () => {
    const text = own.replace("preference", "rank_2");
    const { code, stderr } = await score("ranks.csv", text, "--columns preference=rank_2");
    expect([code, stderr]).toEqual([3, expect.stringContaining("a rank of 1 is the best")]);
    const stated = await score("ranks.csv", text, "--columns preference=rank_2 --scale 2..1");
    expect(rates(stated.stdout).win_rate).toBeCloseTo(100 - expected.win_rate, 9);
  });
});
