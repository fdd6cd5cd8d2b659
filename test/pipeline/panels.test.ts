import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.js";
import { annotate } from "../../src/pipeline/annotate/annotate.js";
import { score } from "../../src/pipeline/score/score.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../judge-server.js";
import { answersWorth, preferencesInOrder, shownAnswers } from "../scripted-judge.js";
import { rowsFolder } from "../temporary-folder.js";

const folder = rowsFolder();
const servers: JudgeServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

const better = (request: SeenRequest) => {
  const [a, b] = shownAnswers(request);
  return a!.worth === b!.worth ? "tie" : a!.worth > b!.worth ? "A" : "B";
};

/** Jurors by the model that is asked: one that is right, one that is wrong, one that likes what is first, … */
const jurors: Readonly<Record<string, (request: SeenRequest) => Behaviour>> = {
  right: (request) => ({ text: `[[${better(request)}]]` }),
  wrong: (request) => ({ text: `[[${better(request) === "A" ? "B" : "A"}]]` }),
  "always-first": () => ({ text: "[[A]]" }),
  mute: () => ({ text: "I would rather not say." }),
};

async function serve(behave = (request: SeenRequest) => jurors[request.body.model!]!(request)) {
  const server = await startJudgeServer(behave);
  servers.push(server);
  return server;
}

function writePanel(name: string, json: object): string {
  mkdirSync(folder.path(name), { recursive: true });
  const common = { schema_version: 1, description: "d", comparable: "c", order: "both" };
  writeFileSync(join(folder.path(name), "judge.json"), JSON.stringify({ ...common, ...json }));
  return folder.path(name);
}

const member = (model: string, more: object = {}) => ({ judge: "verdict", model, ...more });
const count = 40;
const baseline = folder.write("baseline.jsonl", answersWorth("base", Array(count).fill(5)));
const model = folder.write(
  "model.jsonl",
  answersWorth(
    "new",
    Array.from({ length: count }, (_, i) => (i % 4 ? 7 : 3)),
  ),
);
let run = 0;
beforeEach(() => void run++);

const ask = async (judge: string, server: JudgeServer, more: object = {}) => {
  const output = folder.path(`out-${run}.jsonl`);
  const request = { modelOutputs: [model], baseline, judge, output, baseUrl: server.baseUrl, store: "none" };
  const summary = await annotate({ ...request, ...more });
  return { summary, output, lines: folder.read(`out-${run}.jsonl`) };
};
const scored = async (output: string, more: object = {}) =>
  (await score({ annotations: [output], interval: "none", strength: 1, ...more }))[0]!;

describe("a pool", () => {
  const pool = writePanel("pool", {
    kind: "pool",
    members: [member("right", { weight: 3 }), member("wrong")],
  });

  it("gives each instruction to one member, in both orders, whatever the model; weights count", async () => {
    const server = await serve();
    const other = folder.write("other.jsonl", answersWorth("other", Array(count).fill(6)));
    const { lines } = await ask(pool, server, { modelOutputs: [model, other] });
    const judges = (line: Record<string, unknown>) => (line.judge as { model: string }).model;
    for (let i = 0; i < count; i++) {
      const own = lines.filter((line) => line.instruction === `q${i}`);
      expect(own).toHaveLength(4);
      expect(new Set(own.map(judges)).size).toBe(1);
    }
    const share = lines.filter((line) => judges(line) === "right").length / lines.length;
    expect(share).toBeGreaterThan(0.55);
    expect(share).toBeLessThan(0.95);
    expect(new Set(lines.map((line) => line.annotator))).toEqual(new Set(["pool"]));
  });

  it("goes on with a sample that only one member is asked about", async () => {
    const server = await serve();
    const { output } = await ask(pool, server);
    const { summary } = await ask(pool, server, { output, maxInstances: 1 });
    expect(summary).toMatchObject({ tasks: 2, doneBefore: 2, outcome: "done" });
  });

  it("asks nothing again, and passes each member its own settings", async () => {
    const warm = writePanel("warm", {
      kind: "pool",
      members: [
        member("right", { sampling: { temperature: 0.7 } }),
        member("wrong", { sampling: { top_p: 0.5 } }),
      ],
    });
    const server = await serve();
    await ask(warm, server);
    const asked = server.requests.length;
    expect(asked).toBe(2 * count);
    const { summary } = await ask(warm, server);
    expect(summary).toMatchObject({ doneBefore: 2 * count, outcome: "done" });
    expect(server.requests).toHaveLength(asked);
    for (const { body } of server.requests) {
      expect(body.temperature).toBe(body.model === "right" ? 0.7 : 0);
      expect(body.top_p).toBe(body.model === "right" ? undefined : 0.5);
    }
  });
});

describe("a jury", () => {
  const members = [member("right"), member("wrong"), member("always-first")];

  it("counts the majority of its votes, and says how far the jurors agree", async () => {
    const jury = writePanel("majority", {
      kind: "jury",
      combine: "majority",
      members: [...members, member("right", { sampling: { seed: 1 } })],
    });
    const { summary, output, lines } = await ask(jury, await serve());
    expect(summary.tasks).toBe(8 * count);
    expect(lines[0]!.judge).toMatchObject({ jury: { combine: "majority", quorum: 3 } });
    const result = await scored(output);
    // right, right, wrong, and a tie over both orders: right wins
    expect(result.winRate).toMatchObject({ rate: 0.75, judged: count, draws: 0 });
    // of the six pairs of jurors one agrees: the two that are right
    expect(result.judge.jurors).toBe(4);
    expect(result.judge.jurorAgreement).toBeCloseTo(1 / 6, 12);
  });

  it("averages its votes, and has no verdict below its quorum", async () => {
    const split = writePanel("split", { kind: "jury", combine: "mean", quorum: 2, members });
    expect((await scored((await ask(split, await serve())).output)).winRate.rate).toBe(0.5);
    run++;
    const mute = writePanel("mute", {
      kind: "jury",
      quorum: 2,
      members: [member("right"), member("mute"), member("mute", { sampling: { seed: 1 } })],
    });
    const { output } = await ask(mute, await serve(), { maxUnjudged: 1 });
    await expect(scored(output)).rejects.toThrow(/none of the 40 rows has a verdict \(40 no-quorum\)/);
  });

  it("refuses the same juror twice", async () => {
    const twice = writePanel("twice", { kind: "jury", members: [member("right"), member("right")] });
    await expect(ask(twice, await serve())).rejects.toThrow(/is member 0 again \(verdict, right\)/);
  });

  it("shares its replies with the judges that it is made of", async () => {
    const server = await serve();
    const store = folder.path("store");
    await ask("verdict", server, { judgeModel: "right", store });
    expect(server.requests).toHaveLength(2 * count);
    run++;
    const jury = writePanel("sharing", { kind: "jury", members: [member("right"), member("wrong")] });
    const { summary } = await ask(jury, server, { store });
    expect(summary.counts.judgedBySource).toEqual({ store: 2 * count, asked: 2 * count });
  });
});

describe("both orders", () => {
  it("show a judge that goes by position: flips, first position, and what each rule makes of them", async () => {
    const { summary, output } = await ask("verdict", await serve(), { judgeModel: "always-first" });
    expect(summary.orderEffect).toEqual({ shown: 80, preferredFirst: 80, shownBothWays: 40, flipped: 40 });
    const result = await scored(output);
    expect(result.winRate).toMatchObject({ rate: 0.5, draws: count });
    expect(result.judge).toMatchObject({
      flipRate: 1,
      bothOrders: count,
      firstPositionRate: 1,
      ordered: 2 * count,
    });
    for (const combine of ["tie-on-disagreement", "same-label-is-tie"] as const)
      expect((await scored(output, { combine })).winRate).toMatchObject({ rate: 0.5, draws: count });
  });
});

describe("repeats", () => {
  it("tell the judge's noise from the instructions'", async () => {
    // the first time it is right, the second it is wrong; a request does not say which time it is
    const seen = new Map<string, number>();
    const server = await serve((request) => {
      const key = JSON.stringify(request.body.messages);
      const time = seen.get(key) ?? 0;
      seen.set(key, time + 1);
      return jurors[time % 2 === 0 ? "right" : "wrong"]!(request);
    });
    const { output, lines } = await ask("verdict", server, {
      judgeModel: "any",
      repeat: 2,
      order: "model-first",
    });
    expect(lines).toHaveLength(2 * count);
    const { judge, winRate } = await scored(output);
    expect(winRate).toMatchObject({ rate: 0.5, draws: count });
    // two values 0 and 1 a pair: variance ½; no pair's mean differs from another's
    expect(judge.repeatSd).toBeCloseTo(Math.SQRT1_2, 12);
    expect(judge.instructionSd).toBe(0);
    const more = await ask("verdict", server, { judgeModel: "any", repeat: 3, order: "model-first" });
    expect(more.summary).toMatchObject({ doneBefore: 2 * count, tasks: 3 * count });
  });
});

describe("label noise", () => {
  it("flips the share it is told to, the same pairs each time, both orders alike", async () => {
    const server = await serve();
    const plain = await scored((await ask("verdict", server, { judgeModel: "right" })).output);
    run++;
    const options = { judgeModel: "right", labelNoise: 0.3, seed: 4 };
    const noisy = await scored((await ask("verdict", server, options)).output);
    const flips = preferencesInOrder(plain).map((y, i) => y !== preferencesInOrder(noisy)[i]);
    expect(flips.filter(Boolean).length / count).toBeGreaterThan(0.12);
    expect(flips.filter(Boolean).length / count).toBeLessThan(0.5);
    expect(noisy.judge.flipRate).toBe(0);
    run++;
    const again = await scored((await ask("verdict", server, options)).output);
    expect(preferencesInOrder(again)).toEqual(preferencesInOrder(noisy));
    await expect(ask("verdict", server, { judgeModel: "right" })).rejects.toThrow(/another judge or prompt/);
  });
});

describe("columns and conversations", () => {
  it("a column that the prompt asks for and the items lack is told before anything is asked", async () => {
    const server = await serve();
    const judge = folder.path("persona-judge");
    mkdirSync(judge, { recursive: true });
    writeFileSync(
      join(judge, "judge.json"),
      JSON.stringify({
        schema_version: 1,
        description: "d",
        comparable: "c",
        model: "right",
        labels: { first: "A", second: "B", tie: "tie" },
        protocol: { name: "verdict" },
      }),
    );
    writeFileSync(
      join(judge, "prompt.md"),
      "{persona}\n\n{instruction}\n\n<!-- if context -->\n{context}\n<!-- end -->\n\n{output_1}\n\n{output_2}\n",
    );
    const refusal = await ask(judge, server).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InputError);
    expect(String(refusal)).toMatch(
      /field "persona": the prompt of the judge persona-judge asks for \{persona\}, and 40 of 40 items/,
    );
    expect(server.requests).toHaveLength(0);
    const rows = answersWorth("base", Array(count).fill(5), { persona: "Ines, nurse" });
    const { summary } = await ask(judge, server, { baseline: folder.write("persona-base.jsonl", rows) });
    expect(summary.outcome).toBe("done");
    expect(server.requests[0]!.body.messages!.at(-1)!.content).toContain("Ines, nurse");
  });

  it("shows a conversation given as messages with every turn", async () => {
    const server = await serve();
    const messages = [
      { role: "user", content: "How far is the Moon?" },
      { role: "assistant", content: "384,400 km." },
      { role: "user", content: "And in light seconds?" },
    ];
    const rows = (generator: string, worth: number) => [{ messages, output: `worth ${worth}`, generator }];
    const { lines } = await ask("verdict", server, {
      judgeModel: "right",
      baseline: folder.write("turns-base.jsonl", rows("base", 1)),
      modelOutputs: [folder.write("turns-model.jsonl", rows("new", 9))],
    });
    expect(server.requests[0]!.body.messages!.at(-1)!.content).toContain(
      "[user]\nHow far is the Moon?\n\n[assistant]\n384,400 km.\n\n[user]\nAnd in light seconds?",
    );
    expect(lines.map((line) => line.preference)).toEqual([2, 2]);
    expect(lines[0]!.messages).toEqual(messages);
  });
});

describe("a judge that sees one answer at a time", () => {
  it("gives no verdict on a pair of which one answer has no score", async () => {
    const server = await serve((request) => {
      const [shown] = shownAnswers(request);
      return { text: shown!.worth === 3 ? "No idea." : `[[${shown!.worth}]]` };
    });
    const { output, lines } = await ask("score", server, { judgeModel: "any", maxUnjudged: 1 });
    const { winRate, judge } = await scored(output);
    expect(winRate).toMatchObject({ judged: 30, unjudged: { unparsable: 10 } });
    expect(winRate.rate).toBeCloseTo(0.5 + 2 / 18, 12);
    expect(judge).toMatchObject({ firstPositionRate: null, flipRate: null });
    expect(lines[0]!.judge).toMatchObject({ answers_shown: 1 });
    // a file that was cut off between the two halves of a pair
    const half = lines.filter((line) => line.preference !== null && line.order === "model-first").slice(0, 7);
    const whole = lines.filter((line) => !half.some((other) => other.pair_id === line.pair_id));
    const cut = folder.write("cut.jsonl", [...half, ...whole]);
    expect((await scored(cut)).winRate).toMatchObject({
      judged: 23,
      unjudged: { unparsable: 10, "half-judged": 7 },
    });
  });
});
