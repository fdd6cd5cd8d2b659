// Texts of several groups and lists of words → how often each group's texts use each list, and each group against a
// control.
import { groupBy } from "../../core/group-by.js";
import { compareWordUse } from "../../metrics/contrasts/lexical-odds.js";
import { bootstrapDefaults } from "../../metrics/rates/bootstrap.js";
import type { GroupRatesAnalysis } from "../../report/analyze/group-rates-report.js";
import { findColumn, readCell, readTable } from "../tables/read-table.js";
import type { Condition } from "../tables/row-condition.js";
import { readClusters, readSelectedTable, readTexts } from "../tables/select-rows.js";
import { requireGroup } from "./labels.js";

export interface AnalyzeWordsRequest {
  /** A file with a row a text. */
  readonly file: string;
  /** `--words`: a file with columns `list` and `word`. */
  readonly words: string;
  /** `--text-column`; `output` when absent. */
  readonly textColumn?: string | undefined;
  /** `--group-column`; `group` when absent. */
  readonly groupColumn?: string | undefined;
  readonly controlGroup?: string | undefined;
  readonly pairColumn?: string | undefined;
  readonly cluster?: string | undefined;
  readonly where?: readonly Condition[] | undefined;
  readonly level?: number | undefined;
}

/** @throws InputError for a column or group that does not exist, rows without a group, an incomplete list */
export async function analyzeWords(request: AnalyzeWordsRequest): Promise<GroupRatesAnalysis> {
  const { textColumn = "output", groupColumn = "group", controlGroup: control = null } = request;
  const level = request.level ?? bootstrapDefaults.level;
  const [table, lists] = await Promise.all([
    readSelectedTable(request.file, request.where),
    readLists(request.words),
  ]);
  const groups = readTexts(table, groupColumn);
  requireGroup(table, groups, control);
  const column = findColumn(table, textColumn);
  const prompts = readClusters(table, request.cluster ?? request.pairColumn);
  const texts = table.rows.map(({ value }, i) => ({
    group: groups[i]!,
    prompt: prompts[i]!,
    text: readCell(value[column]) ?? "",
  }));
  return {
    kind: "words",
    level,
    control,
    strata: [],
    clusters: request.cluster ?? request.pairColumn ?? null,
    rates: compareWordUse(texts, lists, { control, level }),
    unlabelled: [],
  };
}

async function readLists(path: string): Promise<Map<string, string[]>> {
  const table = await readTable(path);
  const names = readTexts(table, "list");
  const words = readTexts(table, "word");
  return groupBy(
    names.keys(),
    (i) => names[i]!,
    (i) => words[i]!,
  );
}
