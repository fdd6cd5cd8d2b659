import type { Format } from "./format.js";

/**
 * The whole document, indented by two spaces. Values that do not exist are null. `##[` is escaped, as JSON allows: a build
 * server whose log it is printed to would obey it.
 */
export const json: Format = ({ document }) =>
  `${JSON.stringify(document, (_, value) => (typeof value === "number" && !Number.isFinite(value) ? null : value), 2).replace(/#(?=#\w*\[)/g, "\\u0023")}\n`;
