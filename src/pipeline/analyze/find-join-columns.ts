// Two tables about the same items → the column that names the item in both, and those that name the model in each.
import { InputError } from "../../core/errors.js";
import { visibleText } from "../../core/visible-text.js";
import { findColumn, findFirstColumn, readCell, type Table } from "../tables/read-table.js";

export interface JoinColumns {
  readonly id: string;
  /** Null where rows are not joined by model. */
  readonly model: string | null;
}

const idNames = ["instruction_id", "id", "idx", "instruction"];
const modelNames = ["generator_2", "generator"];

/** @throws InputError where the files share no column that names items, and where one names several models and the other none */
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
  const models = findModelColumns(judgements, humans);
  return {
    judgements: { id: findColumn(judgements, name), model: models?.[0] ?? null },
    humans: { id: findColumn(humans, name), model: models?.[1] ?? null },
  };
}

function findModelColumns(judgements: Table, humans: Table): [string, string] | null {
  const inBoth = findFirstColumn(judgements, ["model"]) && findFirstColumn(humans, ["model"]);
  const names = inBoth ? [...modelNames, "model"] : modelNames;
  const [ofJudge, ofHumans] = [findFirstColumn(judgements, names), findFirstColumn(humans, names)];
  if (ofJudge !== undefined && ofHumans !== undefined) return [ofJudge, ofHumans];
  if (ofJudge !== undefined) requireOneModel(judgements, ofJudge, humans);
  if (ofHumans !== undefined) requireOneModel(humans, ofHumans, judgements);
  return null;
}

function requireOneModel(table: Table, column: string, other: Table): void {
  const models = new Set(table.rows.map(({ value }) => readCell(value[column])));
  if (models.size <= 1) return;
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
