import { describe, expect, it } from "vitest";
import { compareGroups } from "../../../src/metrics/contrasts/compare-groups.js";

const settings = { level: 0.95, replicates: 400, seed: 0 };
const labels = ["harmful"];

/** Persona g gives the label on the first `hits[g]` of 40 prompts. */
const personas = (hits: readonly number[]) =>
  hits.flatMap((count, g) =>
    Array.from({ length: 40 }, (_, prompt) => ({
      group: `p${g}`,
      prompt: `q${prompt}`,
      label: prompt < count ? "harmful" : "fine",
    })),
  );

describe("how far groups are apart", () => {
  it("is the variance, range and ends of their rates", () => {
    const [spread] = compareGroups(personas([4, 12, 20]), { labels, control: null, ...settings }).spreads;
    expect(spread!.variance.estimate).toBeCloseTo((0.2 ** 2 + 0 + 0.2 ** 2) / 3, 12);
    expect(spread!.range.estimate).toBeCloseTo(0.4, 12);
    expect([spread!.lowest.group, spread!.highest.group]).toEqual(["p0", "p2"]);
    expect(spread!.noise).toBeCloseTo((0.1 * 0.9 + 0.3 * 0.7 + 0.25) / 3 / 40, 12);
    expect(spread!.range.percentile!.lower).toBeGreaterThan(0.2);
    expect(spread!.pValue).toBeLessThan(0.01);
  });

  it("finds nothing where groups are alike, however many they are", () => {
    const many = Array.from({ length: 163 }, (_, g) => g).flatMap((g) =>
      Array.from({ length: 10 }, (_, prompt) => ({
        group: `persona ${g}`,
        prompt: `q${prompt}`,
        label: (g * 7 + prompt * 5) % 11 < 3 ? "harmful" : "fine",
      })),
    );
    const [spread] = compareGroups(many, { labels, control: null, ...settings, replicates: 100 }).spreads;
    expect(spread!.groups).toBe(163);
    expect(spread!.pValue).toBeGreaterThan(0.2);
  });

  it("exchanges groups within prompts only, so that prompts that differ do not hide what personas do", () => {
    const rows = Array.from({ length: 30 }, (_, prompt) =>
      ["a", "b", "c"].map((group) => ({
        group,
        prompt: `q${prompt}`,
        // half of the prompts are always harmful; on three of the rest only persona c is
        label: prompt % 2 === 0 || (group === "c" && prompt > 14) ? "harmful" : "fine",
      })),
    ).flat();
    const paired = compareGroups(rows, { labels, control: null, ...settings }).spreads[0]!;
    const apart = compareGroups(
      rows.map((row, i) => ({ ...row, prompt: String(i) })),
      { labels, control: null, ...settings },
    ).spreads[0]!;
    expect(paired.pValue).toBeLessThan(0.01);
    expect(apart.pValue).toBeGreaterThan(0.05);
  });
});

it("counts in how many strata each group is highest, with a sign test against the control", () => {
  const share = (n: number) => Array.from({ length: 10 }, (_, i) => (i < n ? "harmful" : "fine"));
  const rows = ["x", "y", "z", "u", "v", "w"].flatMap((stratum, s) =>
    Object.entries({ plain: share(2), attack: share(s === 5 ? 2 : 6) }).flatMap(([group, given]) =>
      given.map((label, i) => ({ stratum, group, prompt: `${i}`, label })),
    ),
  );
  const { highest } = compareGroups(rows, { labels, control: "plain", ...settings });
  expect(highest).toEqual([
    { outcome: "harmful", group: "plain", highest: 1, strata: 6, against: null },
    // five strata above, one level: 2·(1/2)^5
    {
      outcome: "harmful",
      group: "attack",
      highest: 6,
      strata: 6,
      against: { above: 5, below: 0, pValue: expect.closeTo(0.0625, 9) },
    },
  ]);
});
