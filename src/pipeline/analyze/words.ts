// Texts of several groups and lists of words → how often each group's texts use each list, and each group against a
// control.
import { UsageError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { compareWordUse } from "../../metrics/contrasts/lexical-odds.js";
import type { GroupRatesAnalysis } from "../../report/analyze/group-rates-report.js";
import { resolveRequest } from "../options/check-request.js";
import type { TableInput } from "../options/option-values.js";
import { findColumn, readCell, readTable } from "../tables/read-table.js";
import { readClusters, readLabels, readSelectedTable, readTexts } from "../tables/select-rows.js";
import { findGroup } from "./labels.js";
import { type AnalyzeWordsRequest, wordsOptions } from "./requests/words.js";

/** @throws InputError for a column or group that does not exist, rows without a group, an incomplete list */
export async function analyzeWords(given: AnalyzeWordsRequest): Promise<GroupRatesAnalysis> {
  const request = resolveRequest("analyzeWords", wordsOptions, given);
  const { textColumn = "output", groupColumn = "group", level, eachWord = false } = request;
  if (request.words === undefined && !eachWord)
    throw new UsageError(
      "name lists of words (--words FILE), or ask for each word of the texts (--each-word)",
    );
  const [table, lists] = await Promise.all([
    readSelectedTable(request.file, request),
    request.words === undefined ? null : readLists(request.words, request.stems),
  ]);
  const groups = readLabels(table, groupColumn);
  const control = findGroup(table, groups, request.controlGroup ?? null);
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
    strata: eachWord && lists !== null ? ["list"] : [],
    clusters: request.cluster ?? request.pairColumn ?? null,
    ...compareWordUse(texts, lists, { control, level, eachWord }),
    eachWord,
    unlabelled: [],
  };
}

async function readLists(
  path: TableInput,
  stems: AnalyzeWordsRequest["stems"],
): Promise<Map<string, string[]>> {
  const table = await readTable(path);
  const names = readTexts(table, "list");
  const words = readTexts(table, "word").map((word) =>
    stems === "anywhere" ? `*${word}*` : stems ? `${word}*` : word,
  );
  return groupBy(
    names.keys(),
    (i) => names[i]!,
    (i) => words[i]!,
  );
}
