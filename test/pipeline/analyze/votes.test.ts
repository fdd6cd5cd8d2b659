// MT-Bench's human votes: any model on either side, several people a pair, agreement of single votes with ties and without.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeAgreement } from "../../../src/pipeline/analyze/agreement.js";
import { convertAnnotations } from "../../../src/pipeline/convert.js";
import { temporaryFolder } from "../../temporary-folder.js";

const folder = temporaryFolder();

interface Vote {
  readonly q: number;
  readonly a: string;
  readonly b: string;
  readonly winner: string;
  readonly turn?: number;
}

async function votesFile(name: string, judge: unknown, votes: readonly Vote[]): Promise<string> {
  const said = (model: string, q: number) => [
    { role: "user", content: `question ${q}` },
    { role: "assistant", content: `${model} on ${q}` },
  ];
  const rows = votes.map(({ q, a, b, winner, turn = 1 }) => ({
    ...{ question_id: q, model_a: a, model_b: b, winner, judge, turn },
    conversation_a: said(a, q),
    conversation_b: said(b, q),
  }));
  const input = join(folder, `${name}.votes.jsonl`);
  writeFileSync(input, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const output = join(folder, `${name}.jsonl`);
  await convertAnnotations({ input, output, layout: "mt-bench-human-votes" });
  return output;
}

const judged: Vote[] = [
  { q: 1, a: "x", b: "y", winner: "model_a" },
  { q: 1, a: "z", b: "y", winner: "tie (inconsistent)" },
  { q: 2, a: "y", b: "x", winner: "model_a" },
  { q: 3, a: "x", b: "z", winner: "model_b" },
];
const voted: Vote[] = [
  { q: 1, a: "x", b: "y", winner: "model_a" },
  { q: 1, a: "y", b: "x", winner: "model_b" },
  { q: 1, a: "y", b: "x", winner: "tie" },
  { q: 1, a: "y", b: "z", winner: "tie" },
  { q: 1, a: "y", b: "z", winner: "model_a" },
  { q: 2, a: "x", b: "y", winner: "model_a" },
  { q: 2, a: "x", b: "y", winner: "model_a" },
  { q: 3, a: "z", b: "x", winner: "model_a" },
];

describe("agreement of single votes", () => {
  it("takes a pair for one whichever side stands first, with ties and without them", async () => {
    const { agreement } = await analyzeAgreement({
      judgements: await votesFile("judge", ["gpt-4", "pair-v2"], judged),
      humans: await votesFile("people", "expert_1", voted),
      interval: "none",
    });
    const share = (name: string) => agreement.estimates[name]!.estimate;
    // judge beside votes: x>y ✓ ✓ ×(tie); tie ✓ ×; y>x × ×; z>x ✓
    expect(share("agreement_with_votes")).toBeCloseTo(4 / 8, 12);
    expect(share("agreement_with_votes_without_ties")).toBeCloseTo(3 / 5, 12);
    // among people: x>y, x>y, tie: 1 of 3; tie, y>z: 0 of 1; x>y twice: 1 of 1
    expect(share("agreement_with_votes_humans")).toBeCloseTo(2 / 5, 12);
    expect(share("agreement_with_votes_humans_without_ties")).toBeCloseTo(2 / 2, 12);
    // each of them against the mode of the others, alpaca_eval's way: ½, ½ and ½ off in 1/1; ½, ½ in 1/2; 1, 1 in 2
    expect(share("agreement_with_mode_humans")).toBeCloseTo((0.75 + 0.75 + 0.5 + 0.5 + 0.5 + 1 + 1) / 7, 12);
  });

  it("counts the judgements that are meant", async () => {
    const second = judged.map((vote) => ({ ...vote, turn: vote.q === 1 ? 1 : 2 }));
    const { agreement, unmatched } = await analyzeAgreement({
      judgements: await votesFile("turns", "gpt-4", second),
      humans: await votesFile("people", "expert_1", voted),
      where: [{ column: "turn", relation: ">=", value: "2" }],
      interval: "none",
    });
    expect(agreement.estimates.agreement_with_votes!.estimate).toBeCloseTo(1 / 3, 12);
    expect(unmatched.judgements).toBe(0);
  });

  it("refuses labels that do not say which side they mean", async () => {
    const [judge, people] = [
      await votesFile("judge", "gpt-4", judged),
      await votesFile("people", "e", voted),
    ];
    const request = {
      judgements: judge,
      humans: people,
      judgeColumn: "raw_label",
      humanColumns: ["raw_label"],
    };
    await expect(analyzeAgreement({ ...request, interval: "none" })).rejects.toThrow(/the other way round/);
    const labels = ["model_b", "model_a", "tie", "tie (inconsistent)"].map((value) => ({
      name: value === "model_b" ? "model" : value === "model_a" ? "baseline" : "tie",
      value,
    }));
    const { agreement } = await analyzeAgreement({ ...request, labels, interval: "none" });
    expect(agreement.estimates.agreement_with_votes!.estimate).toBeCloseTo(4 / 8, 12);
  });
});
