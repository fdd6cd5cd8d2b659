import { describe, expect, it } from "vitest";
import { drawForms, probedFeatures, renderTwin } from "../../src/judge/probe/probe-twins.js";
import { fitProbe, itemsForDifference, itemsForEquivalence } from "../../src/metrics/judge-bias/fit-probe.js";
import { logistic } from "../../src/numerics/logistic.js";
import { runLceval } from "../cli/lceval.js";
import { describeWithShared, readVector } from "../shared-data.js";

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
