// What the columns and values of annotation files mean, for every request that reads them.
import type { ReadingOptions } from "../../io/wire/annotation-reading.js";
import { parseColumns, parseLabels, parseScale } from "../../io/wire/column-map.js";
import { endsOfScale, scaleHint } from "../../io/wire/preference-scale.js";
import { type OptionTable, under } from "./option-table.js";
import { choice, onOff, parsed, text } from "./option-values.js";
import { onWarningOption } from "./shared-options.js";

const isMap = (value: unknown) => value instanceof Map;

const isScale = (value: unknown) =>
  value === "labels" || (typeof value === "string" && endsOfScale(value) !== null);

export const readingOptions = {
  ...under("Other files' names:", "any", {
    columns: {
      flag: "--columns <map>",
      help: "columns of files with other names: preference=verdict,length_model=len_b,…",
      value: parsed(parseColumns, isMap, "a map of alpaca_eval's keys to columns is needed."),
    },
    scale: {
      flag: "--scale <scale>",
      help: "how preferences are written: LOW..HIGH, the baseline's win and the model's (default: 1..2), or labels",
      value: parsed(parseScale, isScale, scaleHint),
    },
    labels: {
      flag: "--labels <map>",
      help: "what words mean: model=A,baseline=B,tie=tie, or the model's chance by word: A>>B=0,A=B=0.5,…",
      value: parsed(parseLabels, isMap, "a map of words to preferences is needed."),
    },
    quotes: {
      flag: "--quotes <rule>",
      help: "quotation marks of a table enclose cells (csv, the default), or are part of the text",
      value: choice("csv", "none"),
    },
    acrossJudges: {
      flag: "--across-judges",
      help: "go on with models of different judges; every figure says so",
      value: onOff,
    },
    jury: {
      flag: "--jury",
      help: "verdicts of several judges on one model are votes: their mean, with equal weights",
      value: onOff,
    },
    annotators: {
      flag: "--annotators <column>",
      help: "the column that names who judged, where several people judged one pair",
      value: text(),
    },
    gold: {
      flag: "--gold <rule>",
      help: "what counts of several annotators: the majority (level: a tie), the mean, or each as a row",
      value: choice("majority", "mean", "each"),
      hasOwnMeaning: true,
    },
  }),
  onWarning: onWarningOption,
} satisfies OptionTable<ReadingOptions>;
