// What scores say against themselves (each `code: sentence`) → the lines of a report, each naming its models.
import { groupBy } from "../core/group-by.js";

interface WarnedModel {
  readonly generator: string;
  readonly warnings: readonly string[];
}

/** `code: sentence` in its parts. */
export function splitWarning(warning: string): { code: string; sentence: string } {
  const at = warning.indexOf(": ");
  return at < 0
    ? { code: "note", sentence: warning }
    : { code: warning.slice(0, at), sentence: warning.slice(at + 2) };
}

interface SharedWarning {
  readonly warning: string;
  readonly names: readonly string[];
  /** The names as a text; null where they are all. */
  readonly whose: string | null;
}

/** Each warning once, with the models that it concerns. */
export function sharedWarnings(models: readonly WarnedModel[]): SharedWarning[] {
  const namesByWarning = groupBy(
    models.flatMap(({ generator, warnings }) => warnings.map((warning) => ({ warning, generator }))),
    "warning",
    "generator",
  );
  return [...namesByWarning].map(([warning, names]) => ({
    warning,
    names,
    whose: names.length === models.length ? null : names.join(", "),
  }));
}

const toLine = ({ warning, whose }: SharedWarning): string =>
  whose === null ? warning : `${whose}: ${warning}`;

/** All of them, for reports on scores. */
export const gatherWarnings = (models: readonly WarnedModel[]): string[] =>
  sharedWarnings(models).map(toLine);

/** What a score says of itself that changes neither its rate nor its interval: for whoever looks at the score. */
const notOnRates = new Set(["strength", "assumed-order", "collinear"]);
const codeOf = (warning: string): string => splitWarning(warning).code;
const isOnRates = (warning: string): boolean => !notOnRates.has(codeOf(warning));
const mostLinesOfCode = 2;

/**
 * Those that a rate must not be used without, for reports that only use the scores: a code that would take more than
 * two lines takes one, which names every model and quotes the first one's sentence.
 */
export function summariseWarnings(models: readonly WarnedModel[]): string[] {
  const onRates = sharedWarnings(models).filter(({ warning }) => isOnRates(warning));
  return [...groupBy(onRates, ({ warning }) => codeOf(warning)).values()].flatMap((group) => {
    if (group.length <= mostLinesOfCode) return group.map(toLine);
    const names = new Set(group.flatMap((shared) => shared.names));
    const whose = names.size === models.length ? `all ${names.size} models` : [...names].join(", ");
    const [first] = group;
    return `${whose}: ${first!.warning} (${first!.names[0]}; the others likewise)`;
  });
}

/** Of many comparisons, each of which names its models: a code that would take more than two lines takes one. */
export function abridgeWarnings(warnings: readonly string[]): string[] {
  return [...groupBy(new Set(warnings), codeOf).values()].flatMap((group) =>
    group.length <= mostLinesOfCode
      ? group
      : `${group[0]}; and ${group.length - 1} more of the kind, which --format json has by pair`,
  );
}

/** What models are held against, each once and named as such: a reference often has its model's name. */
export function labelReferences(references: readonly WarnedModel[]): WarnedModel[] {
  const byName = new Map(references.map(({ generator, warnings }) => [generator, warnings]));
  return [...byName].map(([generator, warnings]) => ({
    generator: `${generator} (reference)`,
    warnings: warnings.filter(isOnRates),
  }));
}
