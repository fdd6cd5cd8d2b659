// How the options that say what a file's columns and values mean are read, for the command line.

export {
  type ColumnMap,
  parseColumns,
  parseLabels,
  parseScale,
} from "../../io/wire/column-map.js";
export type { PreferenceLabels, PreferenceScale } from "../../io/wire/preference-scale.js";
export { parseLabelNames } from "../tables/read-label.js";
export { type Condition, parseConditions } from "../tables/row-condition.js";
