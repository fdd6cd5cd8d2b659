import { countOf } from "../../../core/count-of.js";
import { type WorkerRequest, workerOptions } from "../../../pipeline/scale/worker-request.js";
import { defineCommand } from "../../define-command.js";
import { createInterrupts } from "../../run/interrupts.js";
import { printNote } from "../../run/print-report.js";

export const workerCommand = defineCommand<WorkerRequest, object>({
  request: workerOptions,
  options: {},
  examples: [
    "lceval worker --queue redis://localhost:6379 --base-url http://localhost:8000/v1 --concurrency 64",
  ],
  run: async (request, options) => {
    const { worker } = await import("../../../pipeline/scale/worker.js");
    const interrupts = createInterrupts((text) => printNote(text, options));
    interrupts.listen();
    try {
      const asked = await worker(request, {
        stop: interrupts.stop,
        onStart: (endpoint) => printNote(`asking ${endpoint} until it is stopped`, options),
      });
      printNote(`${countOf(asked, "request")} sent`, options);
      if (interrupts.exitCode !== null) process.exitCode = interrupts.exitCode;
    } finally {
      interrupts.dispose();
    }
  },
});
