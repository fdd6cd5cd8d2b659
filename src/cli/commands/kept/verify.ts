import { countOf } from "../../../core/count-of.js";
import { type VerifyRequest, verifyOptions } from "../../../pipeline/verify/verify-request.js";
import { defineCommand } from "../../define-command.js";
import { outputOptions } from "../../options/output-options.js";
import { type OutputOptions, printNote, printReport } from "../../run/print-report.js";
import { raiseExitCode } from "../../run/raise-exit-code.js";

export const verifyCommand = defineCommand<VerifyRequest, OutputOptions>({
  request: verifyOptions,
  options: outputOptions,
  examples: ["lceval verify judged.jsonl", "lceval verify judged.jsonl --repair mended.jsonl"],
  run: async (request, options) => {
    const { verifyFile } = await import("../../../pipeline/verify/verify.js");
    const { reportVerification } = await import("../../../report/verify-report.js");
    const found = await verifyFile(request);
    await printReport(reportVerification(found), options);
    if (found.repair !== null) {
      const { output, kept, conflictsFile, setAside } = found.repair;
      printNote(`wrote ${output} (${countOf(kept, "line")})`, options);
      if (conflictsFile !== null)
        printNote(`wrote ${conflictsFile} (${countOf(setAside, "line")} that were left out)`, options);
    }
    if (!found.isVerified) raiseExitCode("badInput");
  },
});
