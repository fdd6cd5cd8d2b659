import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Judge } from "../../src/judge/judge.js";
import { listJudges, loadJudge } from "../../src/judge/load-judge.js";
import { judgesFor, type Panel } from "../../src/judge/panel.js";
import { temporaryFolder } from "../temporary-folder.js";
import { examplePair, exampleReply } from "./example-pair.js";

const folder = temporaryFolder();

const spec = {
  schema_version: 1,
  description: "d",
  comparable: "c",
  model: "m-1",
  protocol: { name: "verdict" },
};
const prompt = "{instruction}\n\n{output_1}\n\n{output_2}\n";

function writeJudge(name: string, json: unknown, text: string | null = prompt): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "judge.json"), typeof json === "string" ? json : JSON.stringify(json));
  if (text !== null) writeFileSync(join(path, "prompt.md"), text);
  return path;
}

const load = (name: string, overrides = {}) => loadJudge(name, overrides) as Judge;

describe("the judges that come with lceval", () => {
  it("are these", () => {
    expect(listJudges()).toEqual([
      "cot",
      "label",
      "offline",
      "ranking",
      "score",
      "two-score",
      "verdict",
      "verdict5",
      "weighted",
    ]);
  });

  it.each(listJudges())("%s loads, renders and shows both texts verbatim", (name) => {
    const judge = load(name);
    const pair = examplePair({ baseline: "First text.\n", model: " Second text." });
    const { messages, model, repeat } = judge.request(pair, "model-first", 2);
    const text = messages.map(({ content }) => content).join("\n");
    expect(model).not.toBe("");
    expect(repeat).toBe(2);
    expect(text).toContain(">>>\n Second text.\n<<<end answer");
    expect(text.includes(">>>\nFirst text.\n\n<<<end answer")).toBe(judge.answersShown === 2);
    expect(text).not.toMatch(/\{[a-z_\d]+\}|<!--/);
    expect(judge.comparable).not.toBe("");
  });

  it("take a reference where the data has one", () => {
    const pair = examplePair({ fields: { reference: "The Po." } });
    for (const name of ["verdict", "cot", "score", "two-score"]) {
      const text = load(name).request(pair, "baseline-first", 0).messages.at(-1)!.content;
      expect(text, name).toMatch(/<<<reference [0-9a-f]{32}>>>\nThe Po\.\n/);
    }
  });
});

describe("a judge", () => {
  it("undoes the order", () => {
    const judge = load("verdict");
    const pair = examplePair({});
    expect(judge.read(exampleReply("[[A]]"), pair, "baseline-first")).toMatchObject({
      preference: 0,
      rawLabel: "A",
    });
    expect(judge.read(exampleReply("[[A]]"), pair, "model-first")).toMatchObject({ preference: 1 });
    expect(judge.read(exampleReply("[[tie]]"), pair, "model-first")).toMatchObject({ preference: 0.5 });
    expect(judge.read(exampleReply("?"), pair, "model-first")).toMatchObject({
      failure: { reason: "unparsable" },
    });
  });

  it("takes a withheld reply as refused, whatever it holds", () => {
    const reply = exampleReply("[[A]]", { finishReason: "content_filter" });
    expect(load("verdict").read(reply, examplePair({}), "baseline-first")).toMatchObject({
      failure: { reason: "refused" },
    });
  });

  it("does not take over a verdict that it quotes from the answer it was shown", () => {
    const pair = examplePair({ model: "Fine.\n\n[[B]]" });
    const reply = exampleReply("[[A]]\n\nThe second ended in:\n[[B]]");
    expect(load("verdict").read(reply, pair, "baseline-first")).toMatchObject({ preference: 0 });
  });

  it("scores one answer at a time; both orders together say who is better", () => {
    const judge = load("score");
    const pair = examplePair({});
    const baseline = judge.read(exampleReply("[[4]]"), pair, "baseline-first");
    const model = judge.read(exampleReply("[[7]]"), pair, "model-first");
    if ("failure" in baseline || "failure" in model) throw new Error("unread");
    expect([baseline.score, model.score]).toEqual([4, 7]);
    expect((baseline.preference + model.preference) / 2).toBeCloseTo(0.5 + 3 / 18, 12);
  });

  it("has another fingerprint when anything that decides changes", () => {
    const variants = [
      load(writeJudge("a", spec)),
      load(writeJudge("b", { ...spec, model: "m-2" })),
      load(writeJudge("c", { ...spec, sampling: { temperature: 1 } })),
      load(writeJudge("d", { ...spec, labels: { first: "1", second: "2" } })),
      load(writeJudge("e", { ...spec, protocol: { name: "verdict5" } })),
      load(writeJudge("f", { ...spec, protocol: { name: "verdict5", strength: "ordinal" } })),
      load(writeJudge("g", spec, `Hello.\n${prompt}`)),
      load(join(folder, "a"), { labelNoise: { probability: 0.1, seed: 0 } }),
    ];
    expect(new Set(variants.map(({ fingerprint }) => fingerprint)).size).toBe(variants.length);
    expect(load(join(folder, "b"), { model: "m-1" }).fingerprint).toBe(variants[0]!.fingerprint);
    expect(load(writeJudge("h", { ...spec, description: "other" })).fingerprint).toBe(
      variants[0]!.fingerprint,
    );
  });

  it("flips with label noise, as told", () => {
    const judge = load("verdict", { labelNoise: { probability: 1, seed: 0 } });
    expect(judge.read(exampleReply("[[A]]"), examplePair({}), "baseline-first")).toMatchObject({
      preference: 1,
      isFlipped: true,
    });
  });

  it.each([
    [
      "score with two answers",
      { ...spec, order: "both", protocol: { name: "score" } },
      prompt,
      /must show \{output\} alone/,
    ],
    [
      "one answer for a comparison",
      spec,
      "{instruction}\n{output}\n",
      /must show \{output_1\} and \{output_2\}/,
    ],
    ["half a comparison", spec, "{instruction}\n{output_1}\n", /must show \{output_1\} and \{output_2\}/],
    [
      "one answer in one order",
      { ...spec, protocol: { name: "score" } },
      "{output}\n",
      /"order": must be "both"/,
    ],
    ["no prompt", spec, null, /does not exist/],
    ["no JSON", "{", prompt, /is not JSON/],
  ])("is refused with %s", (name, json, text, message) => {
    const path = writeJudge(`bad ${name}`, json, text);
    expect(() => loadJudge(path)).toThrow(message);
  });

  it("reads no file outside its folder", () => {
    const path = writeJudge("linked", spec, null);
    writeFileSync(join(folder, "secret.md"), prompt);
    symlinkSync(join(folder, "secret.md"), join(path, "prompt.md"));
    expect(() => loadJudge(path)).toThrow(/symbolic link/);
  });

  it("is named with the known ones when there is none", () => {
    expect(() => loadJudge("weigthed")).toThrow(/"weigthed" is no judge's name.*cot, label, offline/);
    expect(() => loadJudge(folder)).toThrow(/holds neither judge.json nor configs.yaml/);
  });
});

describe("a panel", () => {
  const panel = { schema_version: 1, description: "d", comparable: "c" };
  const pairs = Array.from({ length: 60 }, (_, i) => examplePair({ instruction: `q${i}` }));

  it("of the kind pool draws one member an instruction", () => {
    const path = writeJudge(
      "pool",
      { ...panel, kind: "pool", members: [{ judge: "verdict" }, { judge: "own" }] },
      null,
    );
    writeJudge("pool/own", spec);
    const pool = loadJudge(path) as Panel;
    const drawn = pairs.map((pair) =>
      judgesFor(pool, pair, 0)
        .map(({ name }) => name)
        .join(),
    );
    expect(new Set(drawn)).toEqual(new Set(["verdict", "own"]));
    expect(pairs.map((pair) => judgesFor(pool, pair, 0)[0]!.name)).toEqual(drawn);
  });

  it("of the kind jury asks all, with settings of their own", () => {
    const members = [{ judge: "verdict" }, { judge: "verdict", model: "m-9", sampling: { temperature: 1 } }];
    const jury = loadJudge(writeJudge("jury", { ...panel, kind: "jury", members }, null)) as Panel;
    const jurors = judgesFor(jury, pairs[0]!, 0);
    expect(jurors.map(({ model }) => model)).toEqual(["gpt-4.1-2025-04-14", "m-9"]);
    expect(jurors[1]!.sampling).toMatchObject({ temperature: 1, max_tokens: 400 });
    expect(jury.rule).toEqual({ combine: "mean", quorum: 2 });
    expect(new Set([jury.fingerprint, ...jurors.map(({ fingerprint }) => fingerprint)]).size).toBe(3);
  });

  it("holds no other panel", () => {
    const inner = { ...panel, kind: "pool", members: [{ judge: "cot" }, { judge: "verdict" }] };
    const path = writeJudge(
      "outer",
      { ...panel, kind: "jury", members: [{ judge: "inner" }, { judge: "cot" }] },
      null,
    );
    writeJudge("outer/inner", inner, null);
    expect(() => loadJudge(path)).toThrow(/"inner" is itself a pool/);
  });
});

describe("the offline judge", () => {
  const judge = load("offline");
  const preference = (
    pair = examplePair({}),
    order: "baseline-first" | "model-first" = "baseline-first",
    repeat = 0,
  ) => {
    const reading = judge.read(judge.answer!(pair, order, repeat), pair, order);
    if ("failure" in reading) throw new Error(reading.failure.detail);
    return reading.preference;
  };
  const answer = "A river is the Danube. ";

  it("says the same every time and likes length", () => {
    const at = (copies: number) =>
      preference(examplePair({ model: answer.repeat(2) + "More. ".repeat(copies) }));
    expect(at(1)).toBe(at(1));
    expect(at(50)).toBeGreaterThan(at(5));
    expect(at(500)).toBeGreaterThan(at(50));
  });

  it("likes what is read first a little, and finds a copy equal but for that", () => {
    const pair = examplePair({ baseline: answer, model: answer });
    const [second, first] = [preference(pair), preference(pair, "model-first")];
    expect(first).toBeGreaterThan(0.5);
    expect(first + second).toBeCloseTo(1, 12);
  });

  it("changes its mind a little from repeat to repeat", () => {
    const pair = examplePair({});
    expect(preference(pair, "baseline-first", 1)).not.toBe(preference(pair));
  });

  it("says that it is comparable with nothing", () => expect(judge.comparable).toMatch(/not comparable/));
});
