// A cell of a file of labels → a label and, where it is one, a preference, as `--labels` and `--scale` say.
import { InputError } from "../../core/errors.js";
import { readNumber } from "../../io/rows/read-number.js";
import { parseAssignments, splitList } from "../../io/wire/column-map.js";
import { endsOfScale, type PreferenceScale, toPreference } from "../../io/wire/preference-scale.js";
import { LabelSpelling, toLabel } from "./label-spelling.js";

/** A name, and a value that stands for it; a name may have several. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface LabelReading {
  /** What values mean. Undefined: values are labels themselves. */
  readonly labels?: readonly NamedValue[] | undefined;
  /** By value, the model's chance, in [0, 1]. */
  readonly chances?: ReadonlyMap<string, number> | undefined;
  /** Values are preferences written as numbers. */
  readonly scale?: Exclude<PreferenceScale, "labels"> | undefined;
}

/** Null where a cell is no label; the preference is null too where labels are none. */
export interface ReadLabel {
  readonly label: string | null;
  readonly preference: number | null;
}

/** `model=2,baseline=1,tie=0` or `A>>B=0,A=B=0.5`: to what stands on either side of the sign, the last one before a number. */
export function parseLabelNames(text: string): NamedValue[] {
  const ofWords = splitList(text).map((part) => /^\s*(.*\S)\s*=\s*([^=\s]+)\s*$/s.exec(part));
  const areNumbers = ofWords.every((found) => found && readNumber(found[2]) !== undefined);
  return areNumbers
    ? ofWords.map((found) => ({ name: found![1]!.replaceAll("\\,", ","), value: found![2]! }))
    : parseAssignments("--labels", text).map(([name, value]) => ({ name, value }));
}

/** What the labels of `--labels model=…,baseline=…,tie=…` mean as preferences. */
export const preferenceByLabel: ReadonlyMap<string, number> = new Map([
  ["model", 1],
  ["tie", 0.5],
  ["baseline", 0],
]);

/**
 * `yes=1,no=0` gives two words a chance, or two classes their values: by which of them the files hold.
 * @throws InputError where they hold both
 */
export function settleLabels(
  labels: readonly NamedValue[],
  cells: readonly string[],
): Pick<LabelReading, "labels" | "chances"> {
  const numbers = labels.map(({ value }) => readNumber(value) ?? Number.NaN);
  const areChances = numbers.every((p) => p >= 0 && p <= 1) && new Set(numbers).size > 1;
  if (!areChances || labels.every(({ name }) => preferenceByLabel.has(name))) return { labels };
  const met = new Set(cells.map((cell) => toLabel(cell)?.toLowerCase()));
  const has = (texts: readonly string[]) => texts.some((text) => met.has(toLabel(text)?.toLowerCase()));
  const [words, values] = [labels.map(({ name }) => name), labels.map(({ value }) => value)];
  if (has(words) && has(values))
    throw new InputError(
      {
        message: `--labels ${words[0]}=${values[0]}: the files hold ${words.join(", ")} and ${values.join(", ")} too, so it may say what words mean or how classes are written`,
      },
      { hint: "Write one of them otherwise in the files." },
    );
  return has(words) ? { chances: new Map(labels.map(({ name }, i) => [name, numbers[i]!])) } : { labels };
}

/** Whether all labels are preferences. */
export const arePreferences = ({ labels, chances, scale }: LabelReading): boolean =>
  scale !== undefined ||
  chances !== undefined ||
  (labels?.every(({ name }) => preferenceByLabel.has(name)) ?? false);

/** How cells are read, the scale before the labels. */
export function labelReader({ labels, chances, scale }: LabelReading): (cell: string) => ReadLabel {
  if (scale !== undefined) {
    const ends = endsOfScale(scale)!;
    return (cell) => {
      const number = readNumber(cell);
      const preference = number === undefined ? Number.NaN : toPreference(number, ends);
      return ofPreference(preference >= 0 && preference <= 1 ? preference : null);
    };
  }
  if (labels === undefined && chances === undefined)
    return (cell) => ({ label: toLabel(cell), preference: null });
  const meanings = new Map<string, ReadLabel>([
    ...(labels ?? []).map(({ name, value }) => [value, ofLabel(name)] as const),
    ...[...(chances ?? [])].map(([word, chance]) => [word, ofPreference(chance)] as const),
  ]);
  const values = [...meanings].map(([value, meaning]) => [toLabel(value) ?? "", meaning] as const);
  const spelling = new LabelSpelling([values.map(([value]) => value)]);
  const byLabel = new Map(values);
  return (cell) => byLabel.get(spelling.spell(toLabel(cell) ?? "")) ?? none;
}

/** The same said of the sides the other way round; null for a label that says nothing of sides. */
export function turned({ label, preference }: ReadLabel): ReadLabel | null {
  if (label === null) return none;
  return preference === null ? null : ofPreference(1 - preference);
}

const none: ReadLabel = { label: null, preference: null };

const ofLabel = (label: string): ReadLabel => ({ label, preference: preferenceByLabel.get(label) ?? null });

/** The label that a preference stands for. */
export const ofPreference = (preference: number | null): ReadLabel =>
  preference === null
    ? none
    : { label: preference > 0.5 ? "model" : preference < 0.5 ? "baseline" : "tie", preference };

// The stated scale and the values of a file of verdicts → the scale on which they are read.
interface StatedScale extends Omit<LabelReading, "scale"> {
  readonly scale?: LabelReading["scale"] | "labels" | undefined;
}

/** More fractions than this are no labels. */
const mostFractionalLabels = 5;

/**
 * The stated scale; where none is stated, fractions tell preferences from labels: taken as labels, every verdict of a
 * log-probability judge would be a class of its own.
 * @throws InputError for many fractions that do not lie between 1 and 2
 */
export function resolveScale(
  { scale, labels, chances }: StatedScale,
  cells: readonly string[],
): LabelReading["scale"] {
  if (scale !== undefined) return scale === "labels" ? undefined : scale;
  const numbers = [...new Set(cells)]
    .filter((cell) => !chances?.has(cell) && !labels?.some(({ value }) => value === cell))
    .map((cell) => readNumber(cell));
  const fractions = numbers.filter((number) => number !== undefined && !Number.isInteger(number));
  if (fractions.length === 0) return undefined;
  if (numbers.every((number) => number === 0 || (number !== undefined && number >= 1 && number <= 2)))
    return "1..2";
  if (fractions.length <= mostFractionalLabels) return undefined;
  throw new InputError(
    { message: `the verdicts hold ${fractions.length} different fractions, which are no labels` },
    {
      hint: "State what they mean: --scale LOW..HIGH (1..2, 0..1); --scale labels where each is a label. With both --scale and --labels, the labels are the humans'.",
    },
  );
}
