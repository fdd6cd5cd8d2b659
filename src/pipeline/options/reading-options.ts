// What the columns and values of annotation files mean, for every request that reads them.
import type { ReadingOptions } from "../../io/wire/annotation-reading.js";
import { parseColumns, parseLabels, parseScale } from "../../io/wire/column-map.js";
import { type OptionTable, under } from "./option-table.js";
import { choice, onOff, parsed } from "./option-values.js";
import { onWarningOption } from "./shared-options.js";

const isMap = (value: unknown) => value instanceof Map;

export const readingOptions = {
  ...under("Other files' names:", "any", {
    columns: {
      flag: "--columns <map>",
      help: "columns of files with other names: preference=verdict,length_model=len_b,…",
      value: parsed(parseColumns, isMap, "a map of alpaca_eval's keys to columns is needed."),
    },
    scale: {
      flag: "--scale <scale>",
      help: "how preferences are written: 1..2 (default), 0..1 or labels",
      value: {
        ...choice("1..2", "0..1", "labels"),
        read: parseScale,
        schema: { type: ["string", "number"] },
        isClosed: false,
        words: [],
      },
    },
    labels: {
      flag: "--labels <map>",
      help: "what words mean as preferences: model=A,baseline=B,tie=tie",
      value: parsed(parseLabels, isMap, "a map of words to preferences is needed."),
    },
    jury: {
      flag: "--jury",
      help: "verdicts of several judges on one model are votes: their mean, with equal weights",
      value: onOff,
    },
  }),
  onWarning: onWarningOption,
} satisfies OptionTable<ReadingOptions>;
