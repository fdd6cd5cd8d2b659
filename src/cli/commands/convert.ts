import { type Command, Option } from "@commander-js/extra-typings";
import { countOf } from "../../core/count-of.js";
import { addCommonOptions } from "../options/common-options.js";
import { addReadingOptions, type ReadingCommandOptions } from "../options/score-options.js";
import { printNote } from "../run/print-report.js";

export function defineConvert(command: Command): void {
  command
    .argument("<file>", "a file of annotations; - is standard input")
    .requiredOption("-o, --output <file>", "where to write, packed when it ends in .gz; - is standard output")
    .addOption(
      new Option("--format <name>", "how to write it (default: what the output's name says)").choices([
        "json",
        "jsonl",
        "csv",
        "tsv",
      ]),
    )
    .action(async (input, options) => {
      await convertAndSay(input, options as unknown as ConvertCommandOptions);
    });
  addReadingOptions(command);
  addCommonOptions(command);
}

interface ConvertCommandOptions extends ReadingCommandOptions {
  readonly output: string;
  readonly format?: "json" | "jsonl" | "csv" | "tsv";
  readonly quiet?: true;
}

async function convertAndSay(input: string, options: ConvertCommandOptions): Promise<void> {
  const { convertAnnotations } = await import("../../pipeline/convert.js");
  const { rows, warnings } = await convertAnnotations({ ...options, input });
  for (const warning of warnings) printNote(`! ${warning}`, options);
  if (options.output !== "-") printNote(`wrote ${options.output} (${countOf(rows, "row")})`, options);
}
