// Options that several commands share: how rates are estimated, what they are held against, where results go.
import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { covariateNames } from "../../pipeline/options/covariate-names.js";
import {
  type ColumnMap,
  type PreferenceLabels,
  type PreferenceScale,
  parseColumns,
  parseLabels,
  parseScale,
} from "../../pipeline/options/stated-reading.js";
import { collect, listOf, numberBetween, wholeNumberBetween } from "./option-values.js";

const strengthHelp = "guarded-cv, cv (as the reference chooses), or a value of C";

/** What the columns and values of annotation files mean: shared by every command that reads them. */
export function addReadingOptions<Arguments extends unknown[]>(
  command: Command<Arguments>,
): Command<Arguments> {
  return command
    .option(
      "--columns <map>",
      "columns of files with other names: preference=verdict,length_model=len_b,…",
      parseColumns,
    )
    .option("--scale <scale>", "how preferences are written: 1..2 (default), 0..1 or labels", parseScale)
    .option(
      "--labels <map>",
      "what words mean as preferences: model=A,baseline=B,tie=tie",
      parseLabels,
    ) as unknown as Command<Arguments>;
}

/** How rates are estimated: shared by every command that scores. */
export function addFitOptions<Arguments extends unknown[]>(command: Command<Arguments>): Command<Arguments> {
  return addReadingOptions(command)
    .addOption(
      new Option(
        "--recipe <name>",
        "what is fitted (default: the reference's where difficulty is known)",
      ).choices(["length_controlled_v1", "length_controlled_noreg", "length_controlled_minimal"]),
    )
    .option("--difficulty <source>", "instruction difficulty: auto, none, or a calibration file", "auto")
    .option(
      "--control <names>",
      `covariates in which both answers are taken to be equal, of ${covariateNames.join(", ")}`,
      listOf(covariateNames),
      ["length"],
    )
    .option("--covariates <names>", "further covariates, kept as they are", listOf(covariateNames), [])
    .option("--strength <rule>", `strength of the penalty: ${strengthHelp}`, parseStrength, "guarded-cv")
    .addOption(
      new Option("--combine <rule>", "how verdicts in both orders become one")
        .choices(["average", "tie-on-disagreement", "same-label-is-tie"])
        .default("average"),
    )
    .option("--level <p>", "confidence level of the intervals", numberBetween(0, 1, true), 0.95)
    .option(
      "--cluster <column>",
      "rows of one value are dependent (default: the instruction)",
    ) as unknown as Command<Arguments>;
}

/** What is written, and where. */
export function addOutputOptions<Arguments extends unknown[]>(
  command: Command<Arguments>,
): Command<Arguments> {
  return command
    .addOption(
      new Option("--format <name>", "how to write the result").choices([
        "table",
        "json",
        "csv",
        "markdown",
        "html",
      ]),
    )
    .option(
      "-o, --output <file>",
      "write the result to a file, in --format or the format of its name",
    ) as unknown as Command<Arguments>;
}

/** A reference to be no worse than. */
export function addGateOptions<Arguments extends unknown[]>(command: Command<Arguments>): Command<Arguments> {
  return command
    .option("--against <result>", "a result written with score -o: exit 10 if worse than it, 11 if unclear")
    .option(
      "--margin <points>",
      "by how many points a model may be worse than its reference",
      numberBetween(0, 100),
    ) as unknown as Command<Arguments>;
}

/** Which rows are meant where models were judged on unlike instructions. */
export function addRowsOption<Arguments extends unknown[]>(command: Command<Arguments>): Command<Arguments> {
  return command.addOption(
    new Option(
      "--rows <which>",
      "models on unlike instructions: over those that all share, or each over its own",
    ).choices(["shared", "own"]),
  ) as unknown as Command<Arguments>;
}

/** The options that `score` and `run` share. */
export function addScoreOptions(command: Command<[string[]]>): Command<[string[]]> {
  addFitOptions(command)
    .addOption(
      new Option("--interval <method>", "intervals: from influence values, by 2,000 refits, or none")
        .choices(["sandwich", "bootstrap", "none"])
        .default("sandwich"),
    )
    .option("--bootstrap-samples <n>", "samples of the bootstrap", wholeNumberBetween(2000), 2000)
    .option(
      "--require <condition>",
      "exit 10 unless it holds, 11 if the interval cannot tell: 'length_controlled_winrate>=40@95%' (repeatable)",
      collect,
    )
    .option("--by <column>", "rates of each group of rows (a user, a category), and their macro average")
    .option(
      "--aa [splits]",
      "split the judgements in two so many times (default 500): how often do gates fail where nothing differs?",
      wholeNumberBetween(1),
    );
  return addOutputOptions(addGateOptions(command));
}

export interface ReadingCommandOptions {
  readonly columns?: ColumnMap;
  readonly scale?: PreferenceScale;
  readonly labels?: PreferenceLabels;
}

export interface FitCommandOptions extends ReadingCommandOptions {
  readonly recipe?: "length_controlled_v1" | "length_controlled_noreg" | "length_controlled_minimal";
  readonly difficulty: string;
  readonly control: readonly string[];
  readonly covariates: readonly string[];
  readonly strength: "guarded-cv" | "cv" | number;
  readonly combine: "average" | "tie-on-disagreement" | "same-label-is-tie";
  readonly level: number;
  readonly cluster?: string;
  readonly seed: number;
}

function parseStrength(text: string): "guarded-cv" | "cv" | number {
  if (text === "guarded-cv" || text === "cv") return text;
  const C = Number(text);
  if (text.trim() === "" || !Number.isFinite(C) || C <= 0)
    throw new InvalidArgumentError(`it is one of: ${strengthHelp} (a number above 0).`);
  return C;
}
