import { z } from "zod";
import { findVerdict } from "../reply/find-verdict.js";
import { asReading, memberOf } from "./menu.js";
import type { Labels, Protocol } from "./protocol.js";
import { readScore, scoreScale } from "./score-scale.js";

const options = z.strictObject({
  ...scoreScale,
  /** Scores that differ by no more than this are a tie. */
  tie_band: z.number().min(0).default(0),
});

type Scores = readonly [first: number, second: number];

/** A number for each answer; the higher one wins, within the tie band nobody does. */
export const twoScore: Protocol<z.infer<typeof options>> = {
  name: "two-score",
  version: 1,
  answersShown: [2],
  needsLogprobs: false,
  options,
  read: (completion, { labels, options: { min, max, tie_band: band }, shownTexts }) => {
    const found = findVerdict<Scores>(completion, {
      read: (raw) => asScores(raw.split(/\s*[,;|\s]\s*/), { min, max }),
      readObject: (members) => {
        const held = scoresOf(members, labels);
        return held === null ? null : asScores(held.map(String), { min, max });
      },
      menu: `two numbers from ${min} to ${max}`,
      noun: "score",
      shownTexts,
    });
    // Scores are decimal fractions: 7.3 − 7.1 must not miss a band of 0.2 by a rounding error.
    const tolerance = band + 1e-9;
    return asReading(found, ([a, b]) => ({
      preferenceForFirst: Math.abs(a - b) <= tolerance ? 0.5 : a > b ? 1 : 0,
      rawLabel: `${a} ${b}`,
    }));
  },
};

function asScores(written: readonly string[], scale: { min: number; max: number }): Scores | undefined {
  const [first, second, ...more] = written.map((text) => readScore(text, scale));
  return first === undefined || second === undefined || more.length > 0 ? undefined : [first, second];
}

/** The two numbers of a JSON verdict: {"scores": [8, 7]}, {"first": 8, "second": 7}, or one member a label. */
function scoresOf(members: Readonly<Record<string, unknown>>, { first, second }: Labels): unknown[] | null {
  const listed = memberOf(members, ["scores", "ratings"]);
  if (Array.isArray(listed)) return listed;
  const held = listed !== null && typeof listed === "object" ? (listed as typeof members) : members;
  const a = memberOf(held, ["first", first.toLowerCase(), `score_${first.toLowerCase()}`, "score_1"]);
  const b = memberOf(held, ["second", second.toLowerCase(), `score_${second.toLowerCase()}`, "score_2"]);
  return a === undefined && b === undefined ? null : [a, b];
}
