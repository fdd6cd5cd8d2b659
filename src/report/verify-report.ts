// What `lceval verify` found, as a report.
import { left, type Report, right } from "./report.js";

interface Found {
  readonly file: string;
  readonly isVerified: boolean;
  readonly checks: readonly { readonly check: string; readonly state: string; readonly detail: string }[];
  readonly integrity: readonly {
    readonly generator: string;
    readonly what: string;
    readonly pairs: number;
    readonly allPairs: number;
    readonly rate: number | null;
    readonly rateWithout: number | null;
  }[];
}

const percent = (rate: number | null) => (rate === null ? null : 100 * rate);
const shown = (rate: number | null) => (rate === null ? "–" : (100 * rate).toFixed(2));

export function reportVerification({ file, isVerified, checks, integrity }: Found): Report {
  const findings = integrity.map(({ generator, what, pairs, allPairs, rate, rateWithout }) => ({
    model: generator,
    finding: what,
    pairs,
    all_pairs: allPairs,
    win_rate: percent(rate),
    win_rate_without: percent(rateWithout),
  }));
  return {
    sections: [
      {
        title: `${file}: ${isVerified ? "verified" : "not verified"}`,
        columns: [left("check"), left("state"), left("detail")],
        rows: checks.map(({ check, state, detail }) => [check, state, detail]),
      },
      ...(integrity.length === 0
        ? []
        : [
            {
              title: "Integrity: what the outputs hold",
              columns: [
                left("model"),
                left("finding"),
                right("pairs"),
                right("win rate %"),
                right("without them %"),
              ],
              rows: integrity.map(({ generator, what, pairs, allPairs, rate, rateWithout }) => [
                generator,
                what,
                `${pairs} of ${allPairs}`,
                shown(rate),
                shown(rateWithout),
              ]),
            },
          ]),
    ],
    warnings: [],
    records: checks.map(({ check, state, detail }) => ({ check, state, detail })),
    document: { schema_version: 1, file, verified: isVerified, checks, integrity: findings },
  };
}
