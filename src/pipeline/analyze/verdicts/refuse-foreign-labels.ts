// The labels of two sides → whether they can mean the same at all.
import { InputError } from "../../../core/errors.js";
import { readNumber } from "../../../io/rows/read-number.js";
import { isNoVerdict } from "../../../io/wire/annotation-values.js";
import { type LabelCount, type LabelSets, tallyLabels } from "../../../metrics/agreement/label-sets.js";
import { listLabels } from "../../../report/analyze/label-warnings.js";
import { readCells, type Table } from "../../tables/read-table.js";
import type { LabelJoin } from "./read-human-labels.js";

/** @throws InputError where the judge's values are numbers of a scale, by themselves, and the humans' are words */
export function refuseWords(
  judgements: Table,
  humans: Table,
  { humanColumns, judgeColumn }: LabelJoin,
): void {
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
export function refuseForeignLabels(
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

/** 0 and 1 on one side, 1 and 2 on the other: a 1 is the model's win here and the baseline's there. */
function areOnTwoScales(...sides: readonly (readonly LabelCount[])[]): boolean {
  const values = sides.map((side) => new Set(side.map(({ label }) => label)));
  const isOfThree = values.every((side) => [...side].every((label) => ["0", "1", "2"].includes(label)));
  const isShort = (side: ReadonlySet<string>) => side.has("0") && !(side.has("1") && side.has("2"));
  return isOfThree && values.some((side) => side.has("2")) && values.some(isShort);
}
