// What the columns and values of annotation files mean, for every request that reads them.
import type { ReadingOptions } from "../../io/wire/annotation-reading.js";
import { parseColumns, parseLabels, parseScale } from "../../io/wire/column-map.js";
import { endsOfScale, scaleHint } from "../../io/wire/preference-scale.js";
import { type OptionTable, option, toggle, under } from "./option-table.js";
import { choice, parsed } from "./option-values.js";
import { itemFieldOption, onWarningOption } from "./shared-options.js";

const isMap = (value: unknown) => value instanceof Map;

const isScale = (value: unknown) =>
  value === "labels" || (typeof value === "string" && endsOfScale(value) !== null);

export const readingOptions = {
  ...under("Other files' names:", "none", {
    columns: option(
      "<map>",
      "columns of files with other names: preference=verdict,length_model=len_b,…",
      parsed(parseColumns, isMap, "a map of alpaca_eval's keys to columns is needed."),
    ),
    scale: option(
      "<scale>",
      "how preferences are written: LOW..HIGH, the baseline's win and the model's (default: 1..2), or labels",
      parsed(parseScale, isScale, scaleHint),
    ),
    labels: option(
      "<map>",
      "what words mean: model=A,baseline=B,tie=tie, or the model's chance by word: A>>B=0,A=B=0.5,…",
      parsed(parseLabels, isMap, "a map of words to preferences is needed."),
    ),
    quotes: option(
      "<rule>",
      "quotation marks of a table enclose cells (csv, the default), or are part of the text",
      choice("csv", "none"),
    ),
    acrossJudges: toggle("go on with models of different judges; every figure says so"),
    jury: toggle("verdicts of several judges on one model are votes: their mean, with equal weights"),
    annotators: option("<column>", "the column that names who judged, where several people judged one pair"),
    gold: option(
      "<rule>",
      "what counts of several annotators: the majority (level: a tie), the mean, or each as a row",
      choice("majority", "mean", "each"),
      { hasOwnMeaning: true },
    ),
  }),
  itemField: itemFieldOption,
  onWarning: onWarningOption,
} satisfies OptionTable<ReadingOptions>;
