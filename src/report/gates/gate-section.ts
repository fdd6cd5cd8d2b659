import { rateNames } from "../../metrics/comparison/comparable-model.js";
import type { IdenticalRuns } from "../../metrics/comparison/identical-runs.js";
import type { Gate } from "../../metrics/comparison/non-inferiority.js";
import { percent, rateTitles } from "../figure-text.js";
import { left, right, type Section } from "../report.js";

/** One table, or none where nothing was held against anything. */
export function gateSection(gates: readonly Gate[]): Section[] {
  if (gates.length === 0) return [];
  return [
    {
      title: "Held against a reference: no worse than it by more than the margin",
      columns: [left("model"), left("reference"), right("margin"), left("verdict"), left("why")],
      rows: gates.map(({ comparison, margin, verdict, rate }) => [
        comparison.first.generator,
        comparison.second.generator,
        percent(margin, 2),
        verdict.outcome,
        `${rateTitles[rate]}: ${verdict.explanation}`,
      ]),
    },
  ];
}

/** How often each gate failed between two halves of one model. */
export function identicalRunsSection(runs: readonly { generator: string; runs: IdenticalRuns }[]): Section[] {
  const rows = runs.flatMap(({ generator, runs: { gates, splits, clusters } }) =>
    rateNames.flatMap((name) => {
      const gate = gates[name];
      if (gate === null) return [];
      return [
        [
          generator,
          rateTitles[name],
          `${splits} × 2 × ${clusters}`,
          percent(gate.pointFails),
          percent(gate.intervalFails),
          percent(gate.intervalInconclusive),
          percent(gate.spread, 2),
        ],
      ];
    }),
  );
  if (rows.length === 0) return [];
  return [
    {
      title: `A/A: one model's judgements split in two, margin ${percent(runs[0]!.runs.margin, 2)} points`,
      columns: [
        left("model"),
        left("rate"),
        right("splits"),
        right("point gate fails %"),
        right("interval gate fails %"),
        right("inconclusive %"),
        right("spread"),
      ],
      rows,
      notes: [
        "The halves do not differ, so every failure is a false alarm. spread: of the halves' difference, in points.",
      ],
    },
  ];
}
