// Two tables about the same items → the column that names the item in both, and those that name the model in each.
import { InputError } from "../../../core/errors.js";
import { groupBy } from "../../../core/group-by.js";
import { quoteValue } from "../../../core/quote-value.js";
import { visibleText } from "../../../core/visible-text.js";
import { findMovedIds } from "../../../metrics/comparison/moved-ids.js";
import { findColumn, findFirstColumn, readCell, type Table } from "../../tables/read-table.js";

export interface JoinColumns {
  readonly id: string;
  /** Null where rows are not joined by model. */
  readonly model: string | null;
  /** Null where rows are not joined by what the model was compared with. */
  readonly baseline: string | null;
  /** Some model stands on either side: a pair is one whichever side is named first. */
  readonly areSidesOpen: boolean;
}

/** Whether the row names its sides the other way round than the pair's key does, so that its label is of the other side. */
export const isTurned = (
  value: Readonly<Record<string, unknown>>,
  { model, baseline, areSidesOpen }: JoinColumns,
): boolean => areSidesOpen && (readCell(value[model!]) ?? "") < (readCell(value[baseline!]) ?? "");

/** What rows are joined by; null where the row does not say which item it is of. */
export function keyOf(value: Readonly<Record<string, unknown>>, join: JoinColumns): string | null {
  const item = readCell(value[join.id]);
  const names = [join.model, join.baseline].map((column) =>
    column === null ? null : readCell(value[column]),
  );
  if (isTurned(value, join)) names.reverse();
  return item === null ? null : JSON.stringify([item, ...names]);
}

const idNames = ["instruction_id", "id", "idx", "instruction"];
const modelNames = ["generator_2", "generator"];
const baselineNames = ["generator_1"];

/** @throws InputError where the files share no column that names items, and where one names several models of an item and the other none */
export function findJoinColumns(
  judgements: Table,
  humans: Table,
  stated: string | undefined,
): { readonly judgements: JoinColumns; readonly humans: JoinColumns } {
  const shared = idNames.filter((name) =>
    [judgements, humans].every((table) => findFirstColumn(table, [name]) !== undefined),
  );
  const name = stated ?? shared[0];
  if (name === undefined)
    throw new InputError(
      { message: `${judgements.file} and ${humans.file} share none of the columns ${idNames.join(", ")}` },
      {
        hint: `Name the column that both files share: --id-column NAME. ${listColumns(judgements)} ${listColumns(humans)}`,
      },
    );
  const [one, other] = [judgements, humans].map((table) => ({ table, id: findColumn(table, name) })) as [
    Side,
    Side,
  ];
  if (stated === undefined) refuseMovedIds(one, other);
  const inBoth = findFirstColumn(judgements, ["model"]) && findFirstColumn(humans, ["model"]);
  const models = findNames(one, other, inBoth ? [...modelNames, "model"] : modelNames);
  // a baseline goes by other names elsewhere: it counts only where there are several
  const baselines = findNames(one, other, baselineNames);
  const areSeveral = [judgements, humans].some(
    (table, i) => baselines && namesIn(table, baselines[i]!).size > 1,
  );
  const areSidesOpen =
    areSeveral &&
    models !== null &&
    [judgements, humans].some((table, i) => {
      const firsts = namesIn(table, baselines![i]!);
      return [...namesIn(table, models[i]!)].some((name) => firsts.has(name));
    });
  const join = (i: 0 | 1, id: string): JoinColumns => ({
    id,
    model: models?.[i] ?? null,
    baseline: areSeveral ? baselines![i] : null,
    areSidesOpen,
  });
  return { judgements: join(0, one.id), humans: join(1, other.id) };
}

/** Ids that nobody named, beside texts that contradict them. */
function refuseMovedIds(one: Side, other: Side): void {
  const texts = [one, other].map(({ table, id }) => {
    const text = findFirstColumn(table, ["instruction"]);
    return text === undefined || text === id
      ? []
      : table.rows.map(({ value }) => [readCell(value[id]) ?? "", readCell(value[text]) ?? ""] as const);
  });
  const moved = findMovedIds(texts[0]!, texts[1]!);
  if (moved === null) return;
  throw new InputError(
    {
      file: one.table.file,
      field: one.id,
      message: `names other instructions than in ${other.table.file}, which has their texts under other ids (${quoteValue(moved.id)} and ${moved.count - 1} more)`,
    },
    { hint: `--id-column instruction joins by the texts, --id-column ${other.id} by the ids all the same` },
  );
}

interface Side {
  readonly table: Table;
  readonly id: string;
}

const namesIn = ({ rows }: Table, column: string) =>
  new Set(rows.map(({ value }) => readCell(value[column])));

function findNames(judge: Side, humans: Side, names: readonly string[]): [string, string] | null {
  const [ofJudge, ofHumans] = [findFirstColumn(judge.table, names), findFirstColumn(humans.table, names)];
  if (ofJudge !== undefined && ofHumans !== undefined) return [ofJudge, ofHumans];
  if (ofJudge !== undefined) requireOneName(judge, ofJudge, humans.table);
  if (ofHumans !== undefined) requireOneName(humans, ofHumans, judge.table);
  return null;
}

/** Where no item has several, what the other file does not say is no matter. */
function requireOneName({ table, id }: Side, column: string, other: Table): void {
  const byItem = groupBy(
    table.rows,
    ({ value }) => readCell(value[id]) ?? "",
    ({ value }) => readCell(value[column]),
  );
  if ([...byItem.values()].every((ofItem) => new Set(ofItem).size === 1)) return;
  const models = new Set([...byItem.values()].flat());
  const named = [...models].slice(0, 3).map((model) => visibleText(model ?? "none"));
  throw new InputError(
    {
      file: table.file,
      field: column,
      message: `names ${models.size} models (${named.join(", ")}${models.size > 3 ? ", …" : ""}), and ${other.file} names none: which rows belong together cannot be told`,
    },
    { hint: `Give ${other.file} a column "generator", or one file a model.` },
  );
}

const listColumns = ({ file, columns }: Table) =>
  `Columns of ${file}: ${columns.map((column) => `"${column}"`).join(", ")}.`;
