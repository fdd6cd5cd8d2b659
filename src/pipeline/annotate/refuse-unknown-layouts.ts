// Outputs files of which one is laid out in no known way → one error: the columns that each has, and the options that
// read all of them.
import { InputError } from "../../core/errors.js";
import type { OpenedItems } from "../../io/layouts/open-items.js";
import { proposeColumns } from "../../io/layouts/propose-columns.js";
import { describeUnread } from "../asking/describe-unread.js";

/** @throws InputError when a layout must be stated */
export function refuseUnknownLayouts(models: readonly OpenedItems[], baseline: OpenedItems | null): void {
  const unread = [...models, ...(baseline ? [baseline] : [])].filter(({ choice }) => !("layout" in choice));
  if (unread.length === 0) return;
  const problems = unread.map((opened) => ({ file: opened.file, message: describeUnread(opened) }));
  const proposed = models.length === 1 ? proposeColumns(models[0]!, baseline) : null;
  if (proposed === null) throw new InputError(problems, { hint: sayColumns });
  const add = [
    ...(proposed.model ? ["--output-columns", proposed.model] : []),
    ...(proposed.baseline ? ["--baseline-columns", proposed.baseline] : []),
  ].join(" ");
  throw new InputError(problems, { add });
}

const sayColumns =
  "say which column is what: --output-columns instruction=…,output=… (and --baseline-columns for the baseline's file)";
