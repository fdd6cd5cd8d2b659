import { countOf } from "../../../core/count-of.js";
import { visibleText } from "../../../core/visible-text.js";
import {
  type ExportRequest,
  exportOptions,
  type ImportRequest,
  importOptions,
} from "../../../pipeline/scale/requests-request.js";
import { defineCommand, defineGroup } from "../../define-command.js";
import { raiseExitCode } from "../../run/raise-exit-code.js";

const print = (lines: readonly string[]) =>
  process.stdout.write(lines.map((line) => `${visibleText(line)}\n`).join(""));

const exporting = defineCommand<ExportRequest, object>({
  summary: "write the requests that annotate would send, in OpenAI's format of batches, one model a file",
  request: exportOptions,
  options: {},
  examples: [
    "lceval requests export model.json --baseline baseline.json --judge verdict --judge-model qwen3 -o requests.jsonl",
  ],
  run: async (request) => {
    const { exportRequests } = await import("../../../pipeline/scale/export-requests.js");
    const exported = await exportRequests(request);
    print(
      exported.map(({ file, model, requests }) => `${file}: ${countOf(requests, "request")} to ${model}`),
    );
    if (exported.length === 0) print(["the store has every reply: nothing to export"]);
  },
});

const importing = defineCommand<ImportRequest, object>({
  summary: "put the replies to exported requests into the store, for annotate --store-only",
  request: importOptions,
  options: {},
  examples: ["lceval requests import replies.jsonl --requests requests.jsonl"],
  run: async (request) => {
    const { importReplies } = await import("../../../pipeline/scale/import-replies.js");
    const { requests, added, known, failed, missing } = await importReplies(request);
    print([
      `${countOf(requests, "request")}: ${countOf(added, "reply", "replies")} added, ${known} known before, ${missing} without a reply`,
      ...[...failed].map(([detail, times]) => `  ${times} failed: ${detail}`),
    ]);
    if (missing + failed.size > 0) raiseExitCode("partial");
  },
});

export const requestsCommand = defineGroup({ export: exporting, import: importing });
