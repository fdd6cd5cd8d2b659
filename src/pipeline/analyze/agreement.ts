// Judgements and human labels of the same items → how far the judge agrees with the humans.
import { InputError, type InputProblem, UsageError } from "../../core/errors.js";
import { readNumber } from "../../io/read-number.js";
import { type BootstrapSettings, bootstrapDefaults } from "../../metrics/bootstrap.js";
import type { UnparsableRule } from "../../metrics/confusion-matrix.js";
import type { GoldRule } from "../../metrics/gold-labels.js";
import { measureAgreement, type PreferenceItem } from "../../metrics/measure-agreement.js";
import type { AgreementAnalysis } from "../../report/analyze/agreement-sections.js";
import { type LabelReading, preferenceByLabel, readLabel, readPreference } from "../tables/read-label.js";
import {
  findColumn,
  findFirstColumn,
  readCell,
  readTable,
  type Table,
  type TableRow,
} from "../tables/read-table.js";
import { resolveScale } from "../tables/resolve-scale.js";

export interface AnalyzeAgreementRequest extends Omit<LabelReading, "scale"> {
  /** `--scale`; `labels`: every value is a label. When absent, fractions from 1 to 2 are read as preferences. */
  readonly scale?: LabelReading["scale"] | "labels" | undefined;
  readonly judgements: string;
  /** `--against`: the humans' file; several rows of one item are several annotators. */
  readonly humans: string;
  /** `--id-column`, in both files; `instruction_id`, `id`, `idx` or `instruction` when absent. */
  readonly idColumn?: string | undefined;
  /** `--judge-column`; `preference` when absent. */
  readonly judgeColumn?: string | undefined;
  /** `--human-columns`, one an annotator; `preference` when absent. */
  readonly humanColumns?: readonly string[] | undefined;
  readonly gold?: GoldRule | undefined;
  readonly unparsable?: UnparsableRule | undefined;
  readonly level?: number | undefined;
  readonly replicates?: number | undefined;
  readonly seed?: number | undefined;
}

/** The defaults of `analyze agreement`, stated once. */
const analyzeAgreementDefaults = { gold: "majority", unparsable: "miss" } as const;

/** @throws InputError for files, columns or labels that cannot be read, with every problem; UsageError for options */
export async function analyzeAgreement(request: AnalyzeAgreementRequest): Promise<AgreementAnalysis> {
  const settings: BootstrapSettings = {
    replicates: request.replicates ?? bootstrapDefaults.replicates,
    level: request.level ?? bootstrapDefaults.level,
    seed: request.seed ?? bootstrapDefaults.seed,
  };
  const { gold = analyzeAgreementDefaults.gold, unparsable = analyzeAgreementDefaults.unparsable } = request;
  const judgements = await readTable(request.judgements);
  const humans = await readTable(request.humans);
  const judged = readCells(judgements, [findColumn(judgements, request.judgeColumn ?? "preference")]);
  const given = readCells(humans, findHumanColumns(humans, request));
  const scale = resolveScale(request, [...judged, ...(request.labels ? [] : given)]);
  const reading: AgreementReading = { ...request, scale };
  const humanLabels = readHumanLabels(humans, reading);
  const { items, unmatched } = joinItems(judgements, humanLabels, reading);
  const isPreference = hasPreferenceLabels(reading);
  if (unparsable === "tie" && !isPreference && !items.some((item) => item.humans.includes("tie")))
    throw new UsageError("--unparsable tie needs a label called tie: see --labels");
  const agreement = measureAgreement(items, {
    ...settings,
    gold,
    unparsable,
    tieLabel: "tie",
    preferenceByLabel: isPreference ? preferenceByLabel : null,
  });
  return {
    ...settings,
    gold,
    unparsable,
    agreement,
    inferredScale: request.scale === undefined ? (scale ?? null) : null,
    unmatched: {
      judgements: unmatched,
      humans: humanLabels.size - new Set(items.map(({ cluster }) => cluster)).size,
    },
    costs: {
      pricePer1000Usd: meanPer1000(judgements, "price_per_example"),
      secondsPer1000: meanPer1000(judgements, "time_per_example"),
    },
  };
}

type AgreementReading = LabelReading &
  Pick<AnalyzeAgreementRequest, "idColumn" | "judgeColumn" | "humanColumns">;

const findHumanColumns = (
  table: Table,
  { humanColumns = ["preference"] }: Pick<AgreementReading, "humanColumns">,
) => humanColumns.map((name) => findColumn(table, name));

const readCells = (table: Table, columns: readonly string[]): string[] =>
  table.rows.flatMap(({ value }) => columns.flatMap((column) => readCell(value[column]) ?? []));

const hasPreferenceLabels = ({ labels, scale }: AgreementReading) =>
  scale !== undefined || (labels?.every(({ name }) => preferenceByLabel.has(name)) ?? false);

const idNames = ["instruction_id", "id", "idx", "instruction"];

function findIdColumn(table: Table, stated: string | undefined): string {
  if (stated !== undefined) return findColumn(table, stated);
  const found = findFirstColumn(table, idNames);
  if (found !== undefined) return found;
  throw new InputError(
    { file: table.file, message: `none of ${idNames.join(", ")} is a column` },
    { hint: "Name the column that both files share: --id-column NAME." },
  );
}

/** All humans' labels by item. A value that is not among the stated labels is a mistake: humans are the yardstick. */
function readHumanLabels(table: Table, request: AgreementReading): Map<string, (string | null)[]> {
  const id = findIdColumn(table, request.idColumn);
  const columns = findHumanColumns(table, request);
  // With both options given, labels are the humans' and the scale is the judge's.
  const reading: LabelReading = request.labels === undefined ? request : { labels: request.labels };
  const byItem = new Map<string, (string | null)[]>();
  const problems: InputProblem[] = [];
  for (const { row, value } of table.rows) {
    const item = readCell(value[id]);
    if (item === null) {
      problems.push({ file: table.file, row, field: id, message: "is empty" });
      continue;
    }
    const labels = columns.map((column) => {
      const cell = readCell(value[column]);
      const label = cell === null ? null : readLabel(cell, reading);
      if (cell !== null && label === null)
        problems.push({ file: table.file, row, field: column, message: `is "${cell}", which is no label` });
      return label;
    });
    byItem.set(item, [...(byItem.get(item) ?? []), ...labels]);
  }
  if (problems.length > 0)
    throw new InputError(problems, { hint: "State what values mean: --labels model=…,baseline=…,tie=…" });
  return byItem;
}

function joinItems(
  table: Table,
  humanLabels: ReadonlyMap<string, readonly (string | null)[]>,
  request: AgreementReading,
): { items: PreferenceItem[]; unmatched: number } {
  const id = findIdColumn(table, request.idColumn);
  const column = findColumn(table, request.judgeColumn ?? "preference");
  const items: PreferenceItem[] = [];
  let unmatched = 0;
  for (const { value } of table.rows as readonly TableRow[]) {
    const item = readCell(value[id]);
    const humans = item === null ? undefined : humanLabels.get(item);
    if (item === null || humans === undefined) {
      unmatched++;
      continue;
    }
    const cell = readCell(value[column]);
    const preference =
      cell === null || request.scale === undefined ? null : readPreference(cell, request.scale);
    items.push({
      cluster: item,
      judge: cell === null ? null : readLabel(cell, request),
      humans,
      preference,
    });
  }
  if (items.length === 0)
    throw new InputError(
      { file: table.file, message: `no value of "${id}" is among those of the human labels` },
      { hint: "Name the column that both files share: --id-column NAME." },
    );
  return { items, unmatched };
}

function meanPer1000(table: Table, name: string): number | null {
  const column = findFirstColumn(table, [name]);
  if (column === undefined) return null;
  const values = table.rows.flatMap(({ value }) => readNumber(value[column]) ?? []);
  return values.length === 0 ? null : (1000 * values.reduce((a, b) => a + b, 0)) / values.length;
}
