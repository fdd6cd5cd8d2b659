// Conditions on figures: which figures there are, in which unit thresholds are, and what missing verdicts leave open.
import { describe, expect, it } from "vitest";
import { toScoreRecord } from "../../src/io/wire/score-result/to-score-record.js";
import { score } from "../../src/pipeline/score/score.js";
import { figureNames, findFigure, readFigure } from "../../src/report/gates/required-figure.js";
import { checkRequirement, parseRequirement } from "../../src/report/gates/requirement.js";
import { writeAnnotations } from "../annotation-files.js";

const rows = (count: number, preferenceOf: (i: number) => number | null) =>
  Array.from({ length: count }, (_, i) => ({ preference: preferenceOf(i), user: `user ${i % 5}` }));
const scoresOf = (count: number, preferenceOf: (i: number) => number | null) =>
  score({ annotations: [writeAnnotations(rows(count, preferenceOf))], difficulty: "none", by: ["user"] });
const outcomeOf = async (text: string, scores: ReturnType<typeof scoresOf>) =>
  checkRequirement(parseRequirement(text), await scores)[0]!.outcome;

describe("missing verdicts in a condition", () => {
  const few = scoresOf(60, (i) => (i % 10 === 0 ? 2 : null));
  const some = scoresOf(100, (i) => (i < 10 ? null : i % 2 ? 2 : 1));

  it("leave it open unless it is so whatever they are, with its interval and without", async () => {
    expect(await outcomeOf("win_rate>=50@95%", few)).toBe("inconclusive");
    expect(await outcomeOf("win_rate>=50", few)).toBe("inconclusive");
    expect(await outcomeOf("length_controlled_winrate>=50@95%", few)).toBe("inconclusive");
    // 45 of 100 at worst, 55 at best
    expect(await outcomeOf("win_rate>=45", some)).toBe("holds");
    expect(await outcomeOf("win_rate>=45.1", some)).toBe("inconclusive");
    expect(await outcomeOf("win_rate<=55.01", some)).toBe("holds");
    expect(await outcomeOf("win_rate>55.01", some)).toBe("fails");
    expect(await outcomeOf("discrete_win_rate>=46", some)).toBe("inconclusive");
    expect(await outcomeOf("n_wins>=50", some)).toBe("inconclusive");
    expect(await outcomeOf("win_rate>=40@95%", some)).toBe("inconclusive");
    expect(await outcomeOf("n_draws<=9", some)).toBe("inconclusive");
    expect(await outcomeOf("n_draws<=10", some)).toBe("holds");
    expect(await outcomeOf("coefficients.model>=-0.1", some)).toBe("inconclusive");
    expect(await outcomeOf("win_rate>=30@95%", some)).toBe("holds");
    expect(await outcomeOf("win_rate>=70@95%", some)).toBe("fails");
  });

  it("change nothing where none is missing, and say how many there are where they do", async () => {
    const all = await scoresOf(100, (i) => (i % 2 ? 2 : 1));
    const [verdict] = checkRequirement(parseRequirement("win_rate>=40"), all);
    expect(verdict).toMatchObject({ outcome: "holds", explanation: "win_rate is 50.00" });
    const [open] = checkRequirement(parseRequirement("win_rate>=50"), await some);
    expect(open!.explanation).toBe(
      "win_rate is 50.00, over all that the 10 missing verdicts could have been [45.00, 55.00]",
    );
  });

  it("reach the length-controlled rate by its bounds", async () => {
    const [only] = await some;
    const { lower, upper } = only!.lengthControlled!.bounds!;
    expect(await outcomeOf(`length_controlled_winrate>=${(100 * lower - 0.01).toFixed(4)}`, some)).toBe(
      "holds",
    );
    expect(await outcomeOf(`length_controlled_winrate>=${(100 * lower + 0.01).toFixed(4)}`, some)).toBe(
      "inconclusive",
    );
    expect(await outcomeOf(`length_controlled_winrate>=${(100 * upper + 0.01).toFixed(4)}`, some)).toBe(
      "fails",
    );
  });
});

describe("figures of a condition", () => {
  const scores = scoresOf(60, (i) => (i % 10 === 0 ? null : 1 + (i % 7) / 6));

  it("are all numbers of the record", async () => {
    const record = toScoreRecord((await scores)[0]!);
    for (const [text, value] of [
      ["n_unjudged", 6],
      ["n_unjudged.no-verdict", 6],
      ["n_unjudged.refused", 0],
      ["n_one_sided", 0],
      ["win_rate_bounds.lower", record.win_rate_bounds!.lower],
      ["length_controlled_bounds_upper", record.length_controlled_bounds!.upper],
      ["macro.win_rate_bounds", null],
      ["coverage.rows", 60],
      ["strength.C", record.strength!.C],
    ] as const) {
      if (value === null) expect(findFigure(text)).toBeNull();
      else {
        expect(await outcomeOf(`${text}>=${(value! - 1e-6).toFixed(7)}`, scores)).toBe("holds");
        expect(await outcomeOf(`${text}<=${(value! - 1e-6).toFixed(7)}`, scores)).toBe("fails");
      }
    }
    const full = scoresOf(60, (i) => 1 + (i % 7) / 6);
    const { macro } = toScoreRecord((await full)[0]!);
    expect(await outcomeOf(`macro.win_rate<=${macro!.win_rate!.toFixed(4)}5`, full)).toBe("holds");
    const { coefficients } = toScoreRecord((await full)[0]!);
    const near = (coefficients!.length! - 1e-6).toFixed(7);
    expect(await outcomeOf(`coefficients.length>=${near}`, full)).toBe("holds");
    expect(await outcomeOf(`macro_length_controlled_winrate<=2`, full)).toBe("fails");
  });

  it("are named by every leaf that a record has, and by no other", async () => {
    const leaves = (value: unknown, path: string): string[] =>
      typeof value === "number"
        ? [path]
        : value === null || typeof value !== "object"
          ? []
          : Object.entries(value).flatMap(([key, inner]) =>
              leaves(
                inner,
                [path, Array.isArray(value) ? (inner.name ?? inner.group) : key].filter(Boolean).join("."),
              ),
            );
    const record = toScoreRecord((await scores)[0]!);
    const found = leaves(record, "");
    for (const part of [
      "covariates.effects.length.worth",
      "health.trend.robust_slope",
      "macro.groups.user 1.win_rate",
    ])
      expect(found).toContain(part);
    expect(found.filter((path) => findFigure(path) === null)).toEqual([]);
    for (const path of found) {
      const { figure } = parseRequirement(`${path}>=-100000`);
      expect(readFigure(record, figure.path), path).not.toBeNull();
    }
    for (const name of figureNames) expect(findFigure(name), name).not.toBeNull();
  });

  it("are proposed where one is nearly written", () => {
    expect(() => parseRequirement("winrate>=40%")).toThrow(
      /^no figure "winrate" to require; did you mean win_rate\?$/,
    );
    expect(() => parseRequirement("quality>=4")).toThrow(/there are win_rate, /);
  });

  it("have a unit: a rate's threshold that could be a share is refused with both readings", () => {
    for (const text of [
      "win_rate>=0.5",
      "length_controlled_winrate>1@95%",
      "macro.win_rate<=0.2",
      "win_rate_bounds.lower>=1",
    ])
      expect(() => parseRequirement(text), text).toThrow(/two ways: as .* percent, or as the share/);
    expect(() => parseRequirement("win_rate>=0.5")).toThrow(expect.objectContaining({ exitCode: 2 }));
    for (const [text, threshold] of [
      ["win_rate>=50%", 50],
      ["win_rate>=0.5%", 0.5],
      ["m:win_rate>=50%@95%", 50],
      ["win_rate>=0", 0],
      ["standard_error<=0.8", 0.8],
      ["n_draws<=1", 1],
      ["win_rate>=1.5", 1.5],
    ] as const)
      expect(parseRequirement(text).threshold, text).toBe(threshold);
    expect(() => parseRequirement("n_total>=50%")).toThrow(/not in percent/);
  });
});

describe("averages over groups", () => {
  const nested = score({
    annotations: [
      writeAnnotations(
        Array.from({ length: 120 }, (_, i) => ({
          preference: i % (i % 2 ? 3 : 5) === 0 ? 1 : 2,
          domain: i % 2 ? "letters" : "reviews",
          user: `user ${i % 12}`,
        })),
      ),
    ],
    difficulty: "none",
    by: ["domain", "user"],
  });

  it("are required with their interval", async () => {
    const [only] = await nested;
    const { rate, interval } = only!.groups!.raw;
    const at = (points: number) => (100 * rate + points).toFixed(3);
    const half = 100 * (rate - interval.lower);
    expect(await outcomeOf(`macro.win_rate>=${at(-1.2 * half)}@95%`, nested)).toBe("holds");
    expect(await outcomeOf(`macro.win_rate>=${at(-0.8 * half)}@95%`, nested)).toBe("inconclusive");
    expect(await outcomeOf("macro.length_controlled_winrate>=99@95%", nested)).toBe("fails");
  });

  it("stand within the first column's values, users within a domain", async () => {
    const [only] = await nested;
    const { within, groups, raw } = only!.groups!;
    expect(within.map(({ levels, groups }) => [levels, groups])).toEqual([
      [["reviews"], 6],
      [["letters"], 6],
    ]);
    const ratesOf = (domain: string) =>
      groups.filter(({ category }) => category.startsWith(domain)).map(({ rate }) => rate!);
    for (const { levels, raw } of within) {
      const rates = ratesOf(levels[0]!);
      expect(raw!.rate).toBeCloseTo(rates.reduce((a, b) => a + b) / rates.length, 12);
    }
    expect(raw.rate).toBeCloseTo((within[0]!.raw!.rate + within[1]!.raw!.rate) / 2, 12);
    expect(toScoreRecord(only!).macro!.groups[0]!.group).toBe("letters, user 1");
  });
});
