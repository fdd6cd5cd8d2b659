// Outputs files of which one is laid out in no known way → one error: the columns that each has, and what to add to the
// command that reads all of them.
import { InputError } from "../../core/errors.js";
import type { OpenedItems } from "../../io/layouts/open-items.js";
import { proposeColumns, proposeModels } from "../../io/layouts/propose-columns.js";
import { proposeConversion } from "../../io/layouts/propose-conversion.js";
import { describeUnread } from "../asking/describe-unread.js";

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
  if (proposed === null)
    throw new InputError(problems, { hint: isTable ? sayModels(models[0]!) : sayColumns });
  const add = [
    ...(proposed.model ? ["--output-columns", proposed.model] : []),
    ...(proposed.baseline ? ["--baseline-columns", proposed.baseline] : []),
  ].join(" ");
  throw new InputError(problems, { add });
}

const sayColumns =
  "say which column is what: --output-columns instruction=…,output=… (and --baseline-columns for the baseline's file)";
const sayModels = (table: OpenedItems): string =>
  `of a table with a column a model: ${proposeModels(table) ?? "--output-columns instruction=…,output=COLUMN,output=COLUMN --baseline-columns instruction=…,output=COLUMN"}`;
