// Texts of several groups and lists of words → how often each group's texts use each list, and each group against a
// control.
import { UsageError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { compareWordUse } from "../../metrics/contrasts/lexical-odds.js";
import type { GroupRatesAnalysis } from "../../report/analyze/group-rates-report.js";
import { resolveRequest } from "../options/check-request.js";
import type { TableInput } from "../options/option-values.js";
import { findColumn, readCell, readTable } from "../tables/read-table.js";
import { readTexts } from "../tables/select-rows.js";
import { readGroups } from "./read-groups.js";
import { type AnalyzeWordsRequest, wordsOptions } from "./requests/words.js";

/** @throws InputError for a column or group that does not exist, rows without a group, an incomplete list */
export async function analyzeWords(given: AnalyzeWordsRequest): Promise<GroupRatesAnalysis> {
  const request = resolveRequest("analyzeWords", wordsOptions, given);
  const { textColumn = "output", eachWord = false } = request;
  if (request.words === undefined && !eachWord)
    throw new UsageError(
      "name lists of words (--words FILE), or ask for each word of the texts (--each-word)",
    );
  const { table, groups, units, about } = await readGroups(request);
  const lists = request.words === undefined ? null : await readLists(request.words, request.stems);
  const column = findColumn(table, textColumn);
  const texts = table.rows.map(({ value }, i) => ({
    group: groups[i]!,
    prompt: units[i]!,
    text: readCell(value[column]) ?? "",
  }));
  return {
    kind: "words",
    ...about,
    strata: eachWord && lists !== null ? ["list"] : [],
    ...compareWordUse(texts, lists, { ...about, eachWord }),
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
  // a word may have its marks already
  const words = readTexts(table, "word").map((word) =>
    stems ? word.replace(/\*?$/, "*").replace(/^\*?/, stems === "anywhere" ? "*" : "$&") : word,
  );
  return groupBy(
    names.keys(),
    (i) => names[i]!,
    (i) => words[i]!,
  );
}
