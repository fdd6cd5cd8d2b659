// What every `lceval analyze …` takes and does: a level, where chance is drawn replicates, and a report at the end.
import type { Command, CommandUnknownOpts } from "@commander-js/extra-typings";
import { type Condition, parseConditions } from "../../pipeline/options/stated-reading.js";
import type { Report } from "../../report/report.js";
import { type OutputOptions, printReport } from "../run/print-report.js";
import { addCommonOptions } from "./common-options.js";
import { numberBetween, wholeNumberBetween } from "./option-values.js";
import { addOutputOptions } from "./score-options.js";

export interface AnalysisOptions extends OutputOptions {
  readonly level: number;
  readonly replicates?: number;
  readonly seed: number;
  readonly html?: string;
}

/** One analysis: what it is called, takes and does. */
export interface Analysis<Argument extends string | string[], Options> {
  readonly name: string;
  readonly description: string;
  /** As commander names arguments, with what each is. */
  readonly argument: readonly [name: string, description: string];
  /** Whether its intervals come from a bootstrap. */
  readonly hasReplicates?: boolean;
  /** Adds the options of its own. */
  readonly addOptions: (command: CommandUnknownOpts) => unknown;
  /** Loads what it needs, and finds what there is to say. */
  readonly run: (argument: Argument, options: Options & AnalysisOptions) => Promise<Report>;
}

/** Adds one analysis below `analyze`. */
export function addAnalysis<Argument extends string | string[], Options>(
  analyze: Command,
  { name, description, argument, hasReplicates, addOptions, run }: Analysis<Argument, Options>,
): void {
  const command = analyze
    .command(name)
    .description(description)
    .argument(...argument);
  addOptions(command as unknown as CommandUnknownOpts);
  command.option("--level <p>", "confidence level of the intervals", numberBetween(0, 1, true), 0.95);
  if (hasReplicates)
    command.option("--replicates <n>", "samples of the bootstrap", wholeNumberBetween(100), 2000);
  command.option("--html <file>", "write the tables as a page too, bars as figures");
  addOutputOptions(command).action(async (given, options) => {
    const stated = options as unknown as Options & AnalysisOptions;
    const report = await run(given as unknown as Argument, stated);
    if (stated.html !== undefined) await writeHtml(report, stated.html);
    await printReport(report, stated);
  });
  addCommonOptions(command);
}

async function writeHtml(report: Report, path: string): Promise<void> {
  const { writeReport } = await import("../../pipeline/outputs/write-report.js");
  await writeReport(report, path, "html");
}

export interface WhereOption {
  readonly where?: readonly Condition[];
}

/** Which rows of a file an analysis is about. */
export function addWhereOption(command: CommandUnknownOpts): void {
  command.option(
    "--where <conditions>",
    "only rows with these values: study=letters,generator=m",
    parseConditions,
  );
}

export interface GroupOptions extends WhereOption {
  readonly groupColumn?: string;
  readonly controlGroup?: string;
  readonly pairColumn?: string;
  readonly cluster?: string;
}

/** What is compared with what. */
export function addGroupOptions(command: CommandUnknownOpts): void {
  command
    .option("--group-column <name>", "what is compared (default: group)")
    .option("--control-group <group>", "the group that all others are compared with (default: rates alone)")
    .option("--pair-column <name>", "what groups have in common, a prompt (default: rows are independent)")
    .option("--cluster <column>", "rows of one value are dependent (default: the pair)");
}
