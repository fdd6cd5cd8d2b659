import type { IdenticalRuns } from "../../metrics/identical-runs.js";
import type { Gate } from "../../metrics/non-inferiority.js";
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
        (100 * margin).toFixed(2),
        verdict.outcome,
        `${rate === "raw" ? "raw" : "length-controlled"}: ${verdict.explanation}`,
      ]),
    },
  ];
}

/** How often each gate failed between two halves of one model. */
export function identicalRunsSection(runs: readonly { generator: string; runs: IdenticalRuns }[]): Section[] {
  const percent = (share: number) => (100 * share).toFixed(1);
  const rows = runs.flatMap(({ generator, runs: { gates, splits, clusters } }) =>
    (["lengthControlled", "raw"] as const).flatMap((name) => {
      const gate = gates[name];
      if (gate === null) return [];
      return [
        [
          generator,
          name === "raw" ? "raw" : "length-controlled",
          `${splits} × 2 × ${clusters}`,
          percent(gate.pointFails),
          percent(gate.intervalFails),
          percent(gate.intervalInconclusive),
          (100 * gate.spread).toFixed(2),
        ],
      ];
    }),
  );
  if (rows.length === 0) return [];
  return [
    {
      title: `A/A: one model's judgements split in two, margin ${(100 * runs[0]!.runs.margin).toFixed(2)} points`,
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
