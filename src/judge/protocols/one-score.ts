import { z } from "zod";
import { findVerdict } from "../reply/find-verdict.js";
import { asReading, memberOf } from "./menu.js";
import type { Protocol } from "./protocol.js";
import { readScore, scoreScale } from "./score-scale.js";

const options = z.strictObject(scoreScale);
const jsonKeys = ["score", "rating", "grade", "mark", "points"];

/**
 * One answer by itself, a number from `min` to `max`. As a preference it counts (score − min)/(max − min) for the
 * answer shown, so that the mean over both orders, in which each answer is shown once, is
 * ½ + (model's score − baseline's score) / (2·(max − min)).
 */
export const oneScore: Protocol<z.infer<typeof options>> = {
  name: "score",
  version: 1,
  answersShown: [1],
  needsLogprobs: false,
  options,
  read: (completion, { options: { min, max }, shownTexts }) => {
    const read = (raw: string) => readScore(raw, { min, max });
    const found = findVerdict(completion, {
      read,
      readObject: (members) => {
        const held = memberOf(members, jsonKeys);
        return held === undefined ? null : read(String(held).replace(/^\[\[(.*)\]\]$/, "$1"));
      },
      menu: `a number from ${min} to ${max}`,
      noun: "score",
      shownTexts,
    });
    return asReading(found, (value) => ({
      preferenceForFirst: (value - min) / (max - min),
      rawLabel: String(value),
      score: value,
    }));
  },
};
