// A table of judgements and one of human labels → items with both, joined by one column that names the item in both
// files and, where either file names models, by the model.
import { InputError } from "../../../core/errors.js";
import { groupBy } from "../../../core/group-by.js";
import { readNumber } from "../../../io/rows/read-number.js";
import { isNoVerdict } from "../../../io/wire/annotation-values.js";
import {
  compareLabelSets,
  type LabelCount,
  type LabelSets,
  tallyLabels,
} from "../../../metrics/agreement/label-sets.js";
import type { PreferenceItem } from "../../../metrics/agreement/measure-agreement.js";
import { listLabels } from "../../../report/analyze/label-warnings.js";
import { LabelSpelling } from "../../tables/label-spelling.js";
import { readCells, type Table } from "../../tables/read-table.js";
import type { JoinColumns } from "./find-join-columns.js";
import { alignAnnotators, type JoinedTable, type LabelJoin, readHumanLabels } from "./read-human-labels.js";
import type { JudgedCell } from "./read-verdicts.js";

export interface JoinedItems {
  /** One a judgement. */
  readonly items: readonly PreferenceItem[];
  /** Judgements without a human's label, and labelled items without a judgement. */
  readonly unmatched: { readonly judgements: number; readonly humans: number };
  readonly labelSets: LabelSets;
  /** What the judge wrote where no label could be read. */
  readonly unread: readonly LabelCount[];
}

/** @throws InputError for every human's value that is no label, when no item has both, and when no label is in both */
export function joinHumanLabels(
  verdicts: readonly JudgedCell[],
  judgements: Table,
  humans: JoinedTable,
  reading: LabelJoin,
): JoinedItems {
  const { file } = judgements;
  if (reading.scale !== undefined && reading.isScaleInferred) refuseWords(judgements, humans.table, reading);
  const given = readHumanLabels(humans, reading);
  const ofColumns = groupBy(given, "column", "label");
  const spelling = new LabelSpelling(ofColumns.values());
  const spelled = given.map((each) => ({ ...each, label: spelling.spellAny(each.label) }));
  const labels =
    reading.annotators === undefined ? groupBy(spelled, "key") : alignAnnotators(spelled, humans.table.file);
  const ofHumansAtAll = new Set([...labels.values()].flat().map(({ label }) => label));
  const unread: string[] = [];
  const judged = new Set<string>();
  const items = verdicts.flatMap(({ key, cell, cluster, ...read }): PreferenceItem[] => {
    const ofHumans = key === null ? undefined : labels.get(key);
    if (key === null || ofHumans === undefined) return [];
    judged.add(key);
    const label = spelling.spellAny(read.label);
    const isNone = label !== null && cell !== null && isNoVerdict(cell) && !ofHumansAtAll.has(label);
    if (cell !== null && (label === null || isNone)) unread.push(cell);
    return [
      {
        cluster,
        humans: ofHumans.map((human) => human.label),
        humanPreferences: ofHumans.map(({ preference }) => preference),
        judge: isNone ? null : label,
        preference: read.preference,
      },
    ];
  });
  if (items.length === 0) throw nothingJoined(file, reading.join);
  const labelSets = compareLabelSets(
    items.flatMap((item) => item.humans),
    items.map(({ judge }) => judge),
  );
  refuseForeignLabels(labelSets, tallyLabels(unread), { file, reading });
  return {
    items,
    unmatched: { judgements: verdicts.length - items.length, humans: labels.size - judged.size },
    labelSets,
    unread: tallyLabels(unread),
  };
}

const nothingJoined = (file: string, { id, model }: JoinColumns) =>
  new InputError(
    {
      file,
      message: `no value of "${id}"${model === null ? "" : ` with the same "${model}"`} is among those of the human labels`,
    },
    { hint: "Name the column that both files share: --id-column NAME." },
  );

// The labels of two sides → whether they can mean the same at all.
/** @throws InputError where the judge's values are numbers of a scale, by themselves, and the humans' are words */
function refuseWords(judgements: Table, humans: Table, { humanColumns, judgeColumn }: LabelJoin): void {
  const [judged, gold] = [readCells(judgements, [judgeColumn]), readCells(humans, humanColumns)];
  if (gold.every((cell) => isNoVerdict(cell) || readNumber(cell) !== undefined)) return;
  const sides = `the judge's are ${listLabels(tallyLabels(judged))}; the humans' are ${listLabels(tallyLabels(gold))}`;
  throw noLabelInCommon(judgements.file, judgeColumn, sides);
}

const noLabelInCommon = (file: string, field: string, sides: string) =>
  new InputError(
    { file, field, message: `no label in common: ${sides}` },
    {
      hint: "Say what the values mean: --labels model=…,baseline=…,tie=… for both files, or for the humans' alone with --scale for the judge's.",
    },
  );

/** @throws InputError where no label is on both sides, and where numbers on both sides cannot mean the same */
function refuseForeignLabels(
  { gold, judged, onlyGold }: LabelSets,
  unread: readonly LabelCount[],
  { file, reading }: { readonly file: string; readonly reading: LabelJoin },
): void {
  const sides = `the judge's are ${listLabels([...judged, ...unread])}; the humans' are ${listLabels(gold)}`;
  const isStated =
    reading.labels !== undefined ||
    reading.chances !== undefined ||
    reading.scale !== undefined ||
    reading.areLabels;
  if (onlyGold.length === gold.length) throw noLabelInCommon(file, reading.judgeColumn, sides);
  if (!isStated && areOnTwoScales(gold, judged))
    throw new InputError(
      { file, field: reading.judgeColumn, message: `the numbers may be on two scales: ${sides}` },
      {
        hint: "Say what they mean: --labels model=…,baseline=…,tie=…; or --scale labels where equal numbers mean the same.",
      },
    );
}

/** 0 and 1 on one side, 1 and 2 (or 1 and 5) on the other: a 1 is the model's win here and the baseline's there. */
function areOnTwoScales(...sides: readonly (readonly LabelCount[])[]): boolean {
  const values = sides.map((side) => new Set(side.map(({ label }) => label)));
  const isOfThree = values.every((side) => [...side].every((label) => ["0", "1", "2"].includes(label)));
  const isShort = (side: ReadonlySet<string>) => side.has("0") && !(side.has("1") && side.has("2"));
  const isFew = values.every(
    (side, at) =>
      side.size <= 3 &&
      [...side].every((label) => readNumber(label) !== undefined) &&
      [...side].some((label) => !values[1 - at]!.has(label)),
  );
  return isFew || (isOfThree && values.some((side) => side.has("2")) && values.some(isShort));
}
