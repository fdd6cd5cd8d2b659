// Outputs files of which one is laid out in no known way → one error: the columns that each has, and one command line that
// reads all of them.
import { InputError } from "../../core/errors.js";
import type { OpenedItems } from "../../io/layouts/open-items.js";
import { proposeColumns } from "../../io/layouts/propose-columns.js";
import { quoteForShell } from "../../io/wire/propose-reading.js";
import { describeUnread } from "../asking/describe-unread.js";
import type { ResolvedAnnotateRequest } from "./annotate-request.js";

/** @throws InputError when a layout must be stated */
export function refuseUnknownLayouts(
  models: readonly OpenedItems[],
  baseline: OpenedItems | null,
  request: ResolvedAnnotateRequest,
): void {
  const unread = [...models, ...(baseline ? [baseline] : [])].filter(({ choice }) => !("layout" in choice));
  if (unread.length === 0) return;
  throw new InputError(
    unread.map((opened) => ({ file: opened.file, message: describeUnread(opened) })),
    { hint: proposeCommand(models, baseline, request) },
  );
}

function proposeCommand(
  models: readonly OpenedItems[],
  baseline: OpenedItems | null,
  request: ResolvedAnnotateRequest,
): string {
  const [first] = models;
  const proposed = models.length === 1 ? proposeColumns(first!, baseline) : null;
  if (proposed === null)
    return "say which column is what: --output-columns instruction=…,output=… (and --baseline-columns for the baseline's file)";
  const words = [
    ...[
      "lceval annotate",
      ...request.modelOutputs.map(quoteForShell),
      "--baseline",
      quoteForShell(request.baseline),
    ],
    ...(proposed.model ? ["--output-columns", proposed.model] : []),
    ...(proposed.baseline ? ["--baseline-columns", proposed.baseline] : []),
    ...["--judge", quoteForShell(`${request.judge}`), "-o", quoteForShell(request.output)],
  ];
  return `${words.join(" ")}`;
}
