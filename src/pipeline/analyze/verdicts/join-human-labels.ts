// A table of judgements and one of human labels → items with both, joined by one column that names the item in both
// files and, where either file names models, by the model.
import { InputError } from "../../../core/errors.js";
import { groupBy } from "../../../core/group-by.js";
import { isNoVerdict } from "../../../io/wire/annotation-values.js";
import {
  compareLabelSets,
  type LabelCount,
  type LabelSets,
  tallyLabels,
} from "../../../metrics/agreement/label-sets.js";
import type { PreferenceItem } from "../../../metrics/agreement/measure-agreement.js";
import { LabelSpelling } from "../../tables/label-spelling.js";
import type { Table } from "../../tables/read-table.js";
import type { JoinColumns } from "./find-join-columns.js";
import { alignAnnotators, type JoinedTable, type LabelJoin, readHumanLabels } from "./read-human-labels.js";
import type { JudgedCell } from "./read-verdicts.js";
import { refuseForeignLabels, refuseWords } from "./refuse-foreign-labels.js";

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
  const ofColumns = groupBy(
    given,
    ({ column }) => column,
    ({ label }) => label,
  );
  const spelling = new LabelSpelling(ofColumns.values());
  const spelled = given.map((each) => ({ ...each, label: spelling.spellAny(each.label) }));
  const labels =
    reading.annotators === undefined
      ? groupBy(spelled, ({ key }) => key)
      : alignAnnotators(spelled, humans.table.file);
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
