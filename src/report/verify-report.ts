// What `lceval verify` found, as a report.
import { inPercent } from "../numerics/percent.js";
import { type Check, checkSection } from "./doctor-report.js";
import { type IntegrityFinding, integritySection } from "./integrity-section.js";
import type { Report } from "./report.js";

interface Found {
  readonly file: string;
  readonly isVerified: boolean;
  readonly checks: readonly Check[];
  readonly integrity: readonly IntegrityFinding[];
}

/** Where there was nothing to hold the file against, nothing is wrong, and nothing verified. */
const sayState = (isVerified: boolean, checks: readonly Check[]): string =>
  isVerified && !checks.some(({ state }) => state === "ok")
    ? "nothing to verify it by"
    : `${isVerified ? "" : "not "}verified`;

export function reportVerification({ file, isVerified, checks, integrity }: Found): Report {
  const findings = integrity.map(({ generator, what, pairs, allPairs, rate, rateWithout }) => ({
    model: generator,
    finding: what,
    pairs,
    all_pairs: allPairs,
    win_rate: inPercent(rate),
    win_rate_without: inPercent(rateWithout),
  }));
  return {
    sections: [
      checkSection(`${file}: ${sayState(isVerified, checks)}`, checks),
      ...integritySection({ findings: integrity, files: [] }),
    ],
    warnings: [],
    records: checks.map(({ check, state, detail }) => ({ check, state, detail })),
    document: { schema_version: 1, file, verified: isVerified, checks, integrity: findings },
  };
}
