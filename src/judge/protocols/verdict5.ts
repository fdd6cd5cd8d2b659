import { z } from "zod";
import { readMenu } from "./menu.js";
import type { Labels, Protocol } from "./protocol.js";

const options = z.strictObject({
  /** `ordinal`: "much better" is 1 and "better" ¾; `ignored`: both are 1. Never a row counted several times. */
  strength: z.enum(["ordinal", "ignored"]).default("ignored"),
});

/** Five steps from "first much better" to "second much better", written A>>B, A>B, A=B, B>A, B>>A. */
export const verdict5: Protocol<z.infer<typeof options>> = {
  name: "verdict5",
  version: 1,
  answersShown: [2],
  needsLogprobs: false,
  options,
  read: (completion, { labels, options: { strength }, shownTexts }) =>
    readMenu(completion, steps(labels, strength === "ordinal" ? 0.75 : 1), shownTexts),
};

function steps({ first: a, second: b, tie }: Labels, better: number): [string, number][] {
  const written: [string, number][] = [
    [`${a}>>${b}`, 1],
    [`${a}>${b}`, better],
    [`${a}=${b}`, 0.5],
    [`${b}>${a}`, 1 - better],
    [`${b}>>${a}`, 0],
    [`${b}<<${a}`, 1],
    [`${b}<${a}`, better],
    [`${b}=${a}`, 0.5],
    [`${a}<${b}`, 1 - better],
    [`${a}<<${b}`, 0],
  ];
  return tie === undefined ? written : [...written, [tie, 0.5]];
}
