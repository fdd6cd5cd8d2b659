import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Game, rateRoundRobin } from "../../../src/metrics/leaderboard/round-robin.js";

interface Expected {
  readonly estimate: number[];
  readonly standard_error: number[];
  readonly lower: number[];
}

// written by fixtures/round-robin.py: scipy's BFGS on the plain likelihood, numpy's inverse for the sandwich
const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/round-robin.json", import.meta.url), "utf8"),
) as { games: [string, string, number, string, number][]; plain: Expected; covariate: Expected };

const games = (withCovariate: boolean): Game[] =>
  fixture.games.map(([first, second, preference, cluster, x]) => ({
    first,
    second,
    preference,
    cluster,
    covariates: withCovariate ? [x] : [],
  }));

describe("rateRoundRobin", () => {
  it.each([
    ["plain", false],
    ["covariate", true],
  ] as const)("agrees with an independent solver: %s", (name, withCovariate) => {
    const { ratings, effects, models } = rateRoundRobin(games(withCovariate), 0.95);
    const expected = fixture[name];
    expect(models).toEqual(["a", "b", "c", "d"]);
    for (const [i, rating] of ratings!.entries()) {
      expect(rating.rating).toBeCloseTo(expected.estimate[i]!, 6);
      expect(rating.standardError).toBeCloseTo(expected.standard_error[i]!, 6);
      expect(rating.lower).toBeCloseTo(expected.lower[i]!, 6);
    }
    if (!withCovariate) return;
    expect(effects[0]!.coefficient).toBeCloseTo(expected.estimate[4]!, 6);
    expect(effects[0]!.standardError).toBeCloseTo(expected.standard_error[4]!, 6);
  });

  it("does not depend on which side a model stands", () => {
    const turned = games(true).map((game) => ({
      ...game,
      first: game.second,
      second: game.first,
      preference: 1 - game.preference,
      covariates: game.covariates.map((x) => -x),
    }));
    const [one, other] = [rateRoundRobin(games(true), 0.95), rateRoundRobin(turned, 0.95)];
    expect(other.records).toEqual(one.records);
    for (const [i, { rating }] of one.ratings!.entries())
      expect(other.ratings![i]!.rating).toBeCloseTo(rating, 10);
  });

  it("has no ratings where a covariate tells the games without fail, or what it tells is who plays", () => {
    const play = (covariateOf: (preference: number, i: number) => number) =>
      rateRoundRobin(
        Array.from({ length: 30 }, (_, i) => {
          const preference = Number(i % 3 === 0);
          const [first, second] = [
            ["a", "b"],
            ["b", "c"],
            ["c", "a"],
          ][i % 5 === 0 ? 0 : 1 + (i % 2)]!;
          const covariates = [covariateOf(preference, i)];
          return { first: first!, second: second!, preference, cluster: `${i}`, covariates };
        }),
        0.95,
      );
    expect(play((y, i) => (y - 0.5) * (1 + (i % 7)))).toMatchObject({ ratings: null, open: "separated" });
    expect(play((y, i) => (i < 3 ? 0 : y - 0.4))).toMatchObject({ ratings: null, open: "separated" });
    const [plain, alike] = [play(() => 0), play((_, i) => [1, 1, -2][i % 5 === 0 ? 0 : 1 + (i % 2)]!)];
    expect(alike).toMatchObject({ ratings: null, open: "collinear" });
    expect(plain.effects).toEqual([{ coefficient: 0, standardError: 0 }]);
    expect(plain.ratings!.every(({ rating }) => Number.isFinite(rating))).toBe(true);
    const told = play((y, i) => (i % 4 === 0 ? 0.5 - y : y - 0.5));
    expect(told.open).toBeNull();
    expect(told.ratings).toHaveLength(3);
  });

  it("has no ratings where a model never lost: they would be infinite", () => {
    const game = (first: string, second: string, preference: number): Game => ({
      ...{ first, second, preference, cluster: `${first}${second}${preference}`, covariates: [] },
    });
    const found = rateRoundRobin(
      [game("a", "b", 1), game("b", "c", 0), game("a", "c", 1), game("a", "c", 0)],
      0.95,
    );
    expect(found.ratings).toBeNull();
    expect(found.unbeaten).toEqual(["b"]);
    expect(found.records[1]![0]).toEqual({ wins: 1, ties: 0, losses: 0 });
  });
});
