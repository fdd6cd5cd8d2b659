import { z } from "zod";
import { readMenu } from "./menu.js";
import type { Labels, Protocol } from "./protocol.js";

/** One of two or three labels: the first is better, the second is, or (where judge.json has a label for it) a tie. */
export const verdict: Protocol<Record<string, never>> = {
  name: "verdict",
  version: 1,
  answersShown: [2],
  needsLogprobs: false,
  options: z.strictObject({}),
  read: (completion, { labels, shownTexts }) => readMenu(completion, choices(labels), shownTexts),
};

function choices({ first, second, tie }: Labels): [string, number][] {
  const two: [string, number][] = [
    [first, 1],
    [second, 0],
  ];
  return tie === undefined ? two : [...two, [tie, 0.5]];
}
