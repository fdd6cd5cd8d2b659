// What `lceval verify` found, as a report.
import { type IntegrityFinding, integritySection } from "./integrity-section.js";
import { left, type Report } from "./report.js";

interface Found {
  readonly file: string;
  readonly isVerified: boolean;
  readonly checks: readonly { readonly check: string; readonly state: string; readonly detail: string }[];
  readonly integrity: readonly IntegrityFinding[];
}

const percent = (rate: number | null) => (rate === null ? null : 100 * rate);

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
      ...integritySection({ findings: integrity, files: [] }),
    ],
    warnings: [],
    records: checks.map(({ check, state, detail }) => ({ check, state, detail })),
    document: { schema_version: 1, file, verified: isVerified, checks, integrity: findings },
  };
}
