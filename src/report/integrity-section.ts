// What outputs hold that could steer a judge, and whether the files are what their runs wrote → one section of a report, and
// the warnings that say the same where a report has no such section.
import { percent } from "./figure-text.js";
import { figure, type Section, tableOf, text } from "./table-of.js";

export interface IntegrityFinding {
  readonly generator: string;
  /** What was found, in words. */
  readonly what: string;
  readonly pairs: number;
  readonly allPairs: number;
  /** Mean preference over all pairs, and over those without the finding; null where none is left. */
  readonly rate: number | null;
  readonly rateWithout: number | null;
}

/** Whether a file of judgements is what its run wrote, as `lceval verify` says. */
export interface VerifiedFile {
  readonly file: string;
  readonly isVerified: boolean;
}

export interface Integrity {
  readonly findings: readonly IntegrityFinding[];
  /** Those with a manifest. */
  readonly files: readonly VerifiedFile[];
}

/** The finding that the warning `null-model` says as well. */
export const constantOutput = "one output, or nearly one";

/** Nothing where nothing was found. */
export function integritySection({ findings, files }: Integrity): Section[] {
  if (findings.length + files.length === 0) return [];
  if (findings.length === 0)
    return [
      tableOf("Integrity: of the files; the outputs hold nothing that is known to steer judges", files, [
        text("file", ({ file }) => file),
        text("verify", ({ isVerified }) => (isVerified ? "verified" : "not verified")),
      ]),
    ];
  return [
    tableOf(
      "Integrity: what the outputs hold",
      findings,
      [
        text("model", ({ generator }) => generator),
        text("finding", ({ what }) => what),
        figure("pairs", ({ pairs, allPairs }) => `${pairs} of ${allPairs}`),
        figure("win rate %", ({ rate }) => percent(rate, 2)),
        figure("without them %", ({ rateWithout }) => percent(rateWithout, 2)),
      ],
      files.map(describeFile),
    ),
  ];
}

const describeFile = ({ file, isVerified }: VerifiedFile): string =>
  isVerified ? `${file}: verified` : `${file}: not verified; \`lceval verify\` says why`;

/** One odd answer in some hundred is for `verify` to list. */
export const isWorthAWarning = ({ pairs, allPairs }: IntegrityFinding): boolean => pairs >= 0.01 * allPairs;

/** Findings of a model as warnings; one that `others` say already is left out. */
export function integrityWarnings(
  findings: readonly IntegrityFinding[],
  generator: string,
  others: readonly string[],
): string[] {
  const isNull = others.some((warning) => warning.startsWith("null-model: "));
  return findings
    .filter((finding) => finding.generator === generator)
    .filter(({ what }) => !(isNull && what === constantOutput))
    .map(
      ({ what, pairs, allPairs, rate, rateWithout }) =>
        `integrity: ${what}: ${pairs} of ${allPairs} pairs; win rate ${rateText(rate)}, ${rateText(rateWithout)} without them`,
    );
}

const rateText = (rate: number | null) => (rate === null ? "none" : `${percent(rate, 2)} %`);

/** The warnings of a model that the section does not say. */
export const warningsBeside = (
  findings: readonly IntegrityFinding[],
  { generator, warnings }: { readonly generator: string; readonly warnings: readonly string[] },
): string[] =>
  warnings.filter(
    (warning) =>
      !warning.startsWith("integrity: ") &&
      !(
        warning.startsWith("null-model: ") &&
        findings.some((finding) => finding.generator === generator && finding.what === constantOutput)
      ),
  );
