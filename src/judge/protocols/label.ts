import { z } from "zod";
import { failed } from "../reading.js";
import { findVerdict } from "../reply/find-verdict.js";
import { asReading, menuOf, menuQuestion } from "./menu.js";
import type { Protocol } from "./protocol.js";

const options = z.strictObject({
  /** Every label, with P(first shown is better) or, where one answer is shown, how good it is; in [0, 1]. */
  values: z
    .record(z.string().min(1), z.number().min(0).max(1))
    .refine(
      (values) => Object.keys(values).length > 1,
      'needs two labels or more, as in {"good": 1, "bad": 0}',
    ),
  /** Labels by which the judge declines: they are no verdict. */
  abstain: z.array(z.string().min(1)).default([]),
});

/** Any closed set of labels. An answer outside it is a failure, an abstention its own kind of failure. */
export const label: Protocol<z.infer<typeof options>> = {
  name: "label",
  version: 1,
  answersShown: [1, 2],
  needsLogprobs: false,
  options,
  read: (completion, { options: { values, abstain }, shownTexts }) => {
    const declined = abstain.map((name): [string, number | "abstained"] => [name, "abstained"]);
    const menu = menuOf<number | "abstained">([...Object.entries(values), ...declined]);
    const found = findVerdict(completion, menuQuestion(menu, shownTexts));
    if (found.found && found.value.value === "abstained") {
      return failed("abstained", `the judge says ${found.value.label}`);
    }
    return asReading(found, ({ label, value }) => ({ preferenceForFirst: Number(value), rawLabel: label }));
  },
};
