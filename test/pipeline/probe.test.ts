import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { sha256 } from "../../src/core/hash.js";
import { drawForms, probedFeatures, renderTwin } from "../../src/judge/probe/probe-twins.js";
import { fitProbe, itemsForDifference, itemsForEquivalence } from "../../src/metrics/judge-bias/fit-probe.js";
import { logistic } from "../../src/numerics/logistic.js";
import { probeJudge } from "../../src/pipeline/probe/probe.js";
import { runLceval } from "../cli/lceval.js";
import { startJudgeServer } from "../judge-server.js";
import { describeWithShared, readVector } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

describeWithShared("items that a probe needs (vector probe)", () => {
  it("are those of the recipe", () => {
    const vector = readVector<{
      difference: { delta: number; sd: number; n: number }[];
      equivalence_5points: { sd: number; n: number }[];
    }>("probe");
    for (const { delta, sd, n } of vector.difference) expect(itemsForDifference(delta, sd)).toBe(n);
    for (const { sd, n } of vector.equivalence_5points) expect(itemsForEquivalence(sd)).toBe(n);
  });
});

describe("twins", () => {
  const plain = { length30: false, length100: false, lists: false, bold: false, headings: false };

  it("have the same words in other forms", () => {
    const text = "- First **point** here.\n- Second point there.\n## Third one.";
    const words = (given: string) => given.match(/\w+/g);
    const base = renderTwin(text, plain);
    expect(base).toBe("First point here. Second point there. Third one.");
    for (const feature of ["lists", "bold", "headings"] as const)
      expect(words(renderTwin(text, { ...plain, [feature]: true }))).toEqual(words(base));
    // its own marks where it has any, stripped where the form has none
    expect(renderTwin(text, { ...plain, lists: true, bold: true })).toBe(
      "- First **point** here.\n- Second point there.\nThird one.",
    );
    expect(renderTwin(text, { ...plain, headings: true })).toBe(
      "First point here.\nSecond point there.\n## Third one.",
    );
    expect(renderTwin("One. Two three four.", { ...plain, lists: true, bold: true, headings: true })).toBe(
      "## **One.**\n- **Two three** four.",
    );
    const padded = renderTwin(text, { ...plain, length100: true });
    expect(padded.startsWith(base)).toBe(true);
    expect(padded.length).toBeGreaterThan(1.9 * base.length);
  });

  it("toggle every feature independently and are never alike", () => {
    const drawn = Array.from({ length: 400 }, (_, i) => drawForms(String(i), 0));
    for (const [one, other] of drawn) expect(one).not.toEqual(other);
    for (const feature of probedFeatures) {
      const sum = drawn.reduce((total, [a, b]) => total + Number(a[feature]) - Number(b[feature]), 0);
      expect(Math.abs(sum)).toBeLessThan(50);
    }
  });
});

describe("a probe's fit", () => {
  it("finds what a judge acts on, and says what it is indifferent to", () => {
    const pairs = Array.from({ length: 300 }, (_, i) => {
      const lists = (i % 3) - 1;
      const bold = (Math.floor(i / 3) % 3) - 1;
      return [true, false].map((isShownFirst) => ({
        item: String(i),
        differences: { lists, bold },
        isShownFirst,
        preference: logistic(0.8 * lists + (isShownFirst ? 0.3 : -0.3) + 0.2 * Math.sin(i)),
      }));
    }).flat();
    const [lists, bold, slot] = fitProbe(pairs, ["lists", "bold"], 0.95);
    expect(lists!.coefficient).toBeCloseTo(0.8, 1);
    expect(lists!.verdict).toBe("acts on it");
    expect(bold!.verdict).toBe("indifferent");
    expect(slot!.coefficient).toBeCloseTo(0.3, 1);
  });
});

describe("a probe of wins and losses", () => {
  it("asks about as many answers again where the first leave it unsure, and no more than it is told", async () => {
    const server = await startJudgeServer(({ body }) => ({
      // a coin that the texts toss
      text: /[02468ace]$/.test(sha256(JSON.stringify(body.messages))) ? "A" : "B",
    }));
    vi.stubEnv("LCEVAL_TEST_KEY", "key-for-a-test");
    const outputs = join(temporaryFolder(), "answers.jsonl");
    const rows = Array.from({ length: 230 }, (_, i) => ({
      instruction: `Question ${i}?`,
      output: `It is ${i}. Not ${i + 1}.`,
    }));
    writeFileSync(outputs, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const request = {
      ...{ judge: "verdict", outputs: [outputs], baseUrl: server.baseUrl },
      ...{ apiKeyEnv: "LCEVAL_TEST_KEY", store: "none" },
    };
    expect((await probeJudge(request)).items).toBe(230);
    const few = await probeJudge({ ...request, items: 20 });
    expect(few.items).toBe(20);
    expect(few.judge).toMatchObject({ name: "verdict", members: [{ name: "verdict" }] });
    await server.close();
  });
});

describe("score beside a probe", () => {
  it("says what length alone does to this judge, and not to another", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "offline.probe.json");
    const example = new URL("../../data/example/", import.meta.url).pathname;
    const judged = join(folder, "judged.jsonl");
    const health = async () => (await runLceval(["score", judged])).stdout;
    await runLceval([
      ...["annotate", `${example}model.jsonl`, "--baseline", `${example}baseline.jsonl`],
      ...["--judge", "offline", "-o", judged],
    ]);
    expect(await health()).not.toMatch(/twice the length/);
    await runLceval(["judges", "probe", "offline", "-o", path]);
    expect(await health()).toMatch(
      /example-model: twice the length alone moves its judge by 0\.\d+ \[.*\] on the logit \(offline\.probe\.json\), the length term by up to/,
    );
    const probe = JSON.parse(readFileSync(path, "utf8"));
    probe.effects[1].upper = 0.01;
    writeFileSync(path, JSON.stringify(probe));
    expect(await health()).toMatch(/that takes content out, too/);
    probe.judge.members[0].fingerprint = "another";
    writeFileSync(path, JSON.stringify(probe));
    expect(await health()).not.toMatch(/twice the length/);
    writeFileSync(path, "[]");
    expect((await runLceval(["score", judged])).code).toBe(3);
  });
});

describe("lceval judges probe", () => {
  it("finds that the offline judge likes length and what it reads first, and no canary", async () => {
    const { stdout, code } = await runLceval([
      "judges",
      "probe",
      "offline",
      "--store",
      "none",
      "--format",
      "json",
    ]);
    expect(code).toBe(0);
    const { effects, null_twin, canaries } = JSON.parse(stdout);
    const of = (name: string) => effects.find(({ feature }: { feature: string }) => feature === name);
    expect(of("length100")).toMatchObject({ verdict: "acts on it" });
    expect(of("length100").points).toBeGreaterThan(5);
    // its liking for the first place, 0.15, apart from what varies between answers
    expect(of("shown first").coefficient).toBeGreaterThan(0.1);
    expect(null_twin.is_steady).toBe(true);
    for (const { preferred } of canaries) expect(preferred).toBeLessThan(40);
  });
});
