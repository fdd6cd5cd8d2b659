import { visibleText } from "../../../core/visible-text.js";
import {
  type BatchesRequest,
  batchesOptions,
  type CancelBatchesRequest,
  cancelBatchesOptions,
} from "../../../pipeline/scale/batches-request.js";
import { defineCommand, defineGroup } from "../../define-command.js";
import { type PrintOptions, printOptions } from "../../options/output-options.js";
import { printReport } from "../../run/print-report.js";

const list = defineCommand<BatchesRequest, PrintOptions>({
  summary: "batches whose replies are not collected yet, and how far they are",
  request: batchesOptions,
  options: printOptions,
  examples: ["lceval batches list", "lceval batches list --format json"],
  run: async (request, options) => {
    const { listBatches } = await import("../../../pipeline/scale/batches.js");
    const { reportBatches } = await import("../../../report/batches-report.js");
    await printReport(reportBatches(await listBatches(request)), options);
  },
});

const cancel = defineCommand<CancelBatchesRequest, object>({
  summary: "cancel batches; what they have done until then is collected by the command that sent them",
  request: cancelBatchesOptions,
  options: {},
  examples: ["lceval batches cancel batch_68f0c1"],
  run: async (request) => {
    const { cancelBatches } = await import("../../../pipeline/scale/batches.js");
    for (const [id, status] of await cancelBatches(request))
      process.stdout.write(`${visibleText(`${id}: ${status}`)}\n`);
  },
});

export const batchesCommand = defineGroup({ list, cancel });
