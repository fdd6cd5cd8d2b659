import { defineCommand } from "../define-command.js";
import { printReport, printWarning } from "../run/print-report.js";
import { wrapText } from "../wrap-text.js";

const folder = "lceval-demo";

export const demoCommand = defineCommand<object, object>({
  request: {},
  options: {},
  examples: ["lceval demo"],
  run: async (_, { quiet, color }) => {
    const { demo } = await import("../../pipeline/demo.js");
    const { reportScores } = await import("../../report/score/score-report.js");
    const say = (text: string) => {
      if (!quiet) process.stderr.write(`${text}\n`);
    };
    say("The offline judge compares two models with a baseline on 60 instructions.\n");
    const { annotations, scores, conclusion } = await demo(folder, {
      onWarning: (warning) => printWarning(warning, { quiet }),
    });
    await printReport(reportScores(scores, { withInfluence: false }), { quiet, color });
    process.stdout.write(`\n${wrapText(conclusion, 100).join("\n")}\n`);
    say(`\nThe judgements are in ${annotations}; try: npx lceval score ${annotations} --format json`);
  },
});
