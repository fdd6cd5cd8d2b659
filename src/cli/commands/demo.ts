import type { Command } from "@commander-js/extra-typings";
import { visibleText } from "../../core/visible-text.js";
import { wrapText } from "../help/wrap-text.js";
import { addCommonOptions } from "../options/common-options.js";
import { printReport } from "../run/print-report.js";

const folder = "lceval-demo";

export function defineDemo(command: Command): void {
  command.action(async (options) => {
    const { quiet, color } = options as { quiet?: boolean; color?: boolean };
    const [{ demo }, { reportScores }] = await Promise.all([
      import("../../pipeline/demo.js"),
      import("../../report/score/score-report.js"),
    ]);
    const say = (text: string) => {
      if (!quiet) process.stderr.write(`${text}\n`);
    };
    say("The offline judge compares two models with a baseline on 60 instructions.\n");
    const { annotations, scores, conclusion } = await demo(folder, {
      onWarning: (warning) => say(`! ${visibleText(warning)}`),
    });
    await printReport(reportScores(scores, { withInfluence: false }), { quiet, color: color ?? true });
    process.stdout.write(`\n${wrapText(conclusion, 100).join("\n")}\n`);
    say(`\nThe judgements are in ${annotations}; try: npx lceval score ${annotations} --format json`);
  });
  addCommonOptions(command);
}
