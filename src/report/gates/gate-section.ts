import type { IdenticalRuns } from "../../metrics/comparison/identical-runs.js";
import type { Gate } from "../../metrics/comparison/non-inferiority.js";
import { rateNames } from "../../metrics/score/scored-model.js";
import { percent, rateTitles } from "../figure-text.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

/** No rows where nothing was held against anything. */
export const gateSection = (gates: readonly Gate[]): Section =>
  tableOf("Held against a reference: no worse than it by more than the margin", gates, [
    text("model", ({ comparison }) => comparison.first.generator),
    text("reference", ({ comparison }) => comparison.second.generator),
    figure("margin", ({ margin }) => percent(margin, 2)),
    text("verdict", ({ verdict }) => verdict.outcome),
    text("why", ({ rate, verdict }) => `${rateTitles[rate]}: ${verdict.explanation}`),
  ]);

/** How often each gate failed between two halves of one model; no rows where there are none. */
export const identicalRunsSection = (
  runs: readonly { readonly generator: string; readonly runs: IdenticalRuns }[],
): Section =>
  tableOf(
    `A/A: one model's judgements split in two, margin ${percent(runs[0]?.runs.margin, 2)} points`,
    runs.flatMap(({ generator, runs: { gates, splits, clusters } }) =>
      rateNames.flatMap((name) => {
        const gate = gates[name];
        return gate ? [{ ...gate, generator, name, splits, clusters }] : [];
      }),
    ),
    [
      text("model", ({ generator }) => generator),
      text("rate", ({ name }) => rateTitles[name]),
      figure("splits", ({ splits, clusters }) => `${splits} × 2 × ${clusters}`),
      figure("point gate fails %", ({ pointFails }) => percent(pointFails)),
      figure("interval gate fails %", ({ intervalFails }) => percent(intervalFails)),
      figure("inconclusive %", ({ intervalInconclusive }) => percent(intervalInconclusive)),
      figure("spread", ({ spread }) => percent(spread, 2)),
    ],
    [
      "The halves do not differ, so every failure is a false alarm. spread: of the halves' difference, in points.",
    ],
  );
