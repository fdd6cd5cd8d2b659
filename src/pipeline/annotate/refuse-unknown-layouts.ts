// Outputs files of which one is laid out in no known way → one error: the columns that each has, and what to add to the
// command that reads all of them.
import { InputError } from "../../core/errors.js";
import type { OpenedItems } from "../../io/layouts/open-items.js";
import { proposeColumns, proposeModels } from "../../io/layouts/propose-columns.js";
import { proposeConversion } from "../../io/layouts/propose-conversion.js";
import { quoteForShell } from "../../io/wire/propose-reading.js";
import { describeUnread, waysToRead } from "../asking/describe-unread.js";

/** @throws InputError when a layout must be stated */
export function refuseUnknownLayouts(models: readonly OpenedItems[], baseline: OpenedItems | null): void {
  const unread = new Map(
    [...models, ...(baseline ? [baseline] : [])].flatMap((opened) =>
      "layout" in opened.choice ? [] : [[opened.file, opened]],
    ),
  );
  if (unread.size === 0) return;
  const problems = [...unread].map(([file, opened]) => ({ file, message: describeUnread(opened) }));
  const conversion = [...unread.values()].map(({ head }) => proposeConversion(head)).find(Boolean);
  if (conversion !== undefined) throw new InputError(problems, { hint: conversion });
  const isTable = models.some(({ file }) => file === baseline?.file);
  const proposed = models.length === 1 && !isTable ? proposeColumns(models[0]!, baseline) : null;
  if (proposed === null) {
    const flags = [
      ...(models.some(isUnread) ? ["--output-columns"] : []),
      ...(baseline && isUnread(baseline) ? ["--baseline-columns"] : []),
    ];
    const hint = sayWays([...unread.values()], flags) ?? (isTable ? sayModels(models[0]!) : sayColumns);
    throw new InputError(problems, { hint });
  }
  const add = [
    ...(proposed.model ? ["--output-columns", proposed.model] : []),
    ...(proposed.baseline ? ["--baseline-columns", proposed.baseline] : []),
  ].join(" ");
  throw new InputError(problems, { add });
}

const isUnread = ({ choice }: OpenedItems) => !("layout" in choice);

/** Of files that can all be read in the same ways: the options that state each; null where there is one way, or none. */
function sayWays(files: readonly OpenedItems[], flags: readonly string[]): string | null {
  const [first, ...more] = files.map(waysToRead);
  if (!first || first.length < 2 || more.some((ways) => String(ways) !== String(first))) return null;
  const state = (way: string) =>
    way.startsWith("--") ? way : flags.map((flag) => `${flag} ${quoteForShell(way)}`).join(" ");
  return `say which: ${first.map(state).join(", or ")}`;
}

const sayColumns =
  "say which column is what: --output-columns instruction=…,output=… (and --baseline-columns for the baseline's file)";
const sayModels = (table: OpenedItems): string =>
  `of a table with a column a model: ${proposeModels(table) ?? "--output-columns instruction=…,output=COLUMN,output=COLUMN --baseline-columns instruction=…,output=COLUMN"}`;
