// Where a setting comes from: flag, else environment (LCEVAL_…), else config file, else default. Values from the config
// file and from the environment are put in place before the arguments are parsed, which then win.
import type { Command } from "commander";
import { InputError, type InputProblem, UsageError } from "../../core/errors.js";
import { nearestWord } from "../../core/nearest-word.js";
import { visibleText } from "../../core/visible-text.js";
import type { ConfigEntry, ConfigFile } from "../../pipeline/options/config.js";
import { type LoadAllCommands, leafCommands, pathOf, rootOf } from "../command-tree.js";
import { environmentVariableOf, optionsOf, type TableOption } from "../options/table-option.js";
import { distrust, findStranger } from "./found-config.js";
import { readValue, readVariable } from "./setting-values.js";

/** The key that names the schema of a JSON config file for editors; it sets nothing. */
const schemaKey = "$schema";

/** A setting that is not left at its default. */
export interface AppliedSetting {
  readonly option: TableOption;
  /** The command below whose name it stands in the config file; null for one that holds for all. */
  readonly section: string | null;
  /** As it was written. */
  readonly value: unknown;
  readonly source: "environment" | "config";
  /** The variable, or `FILE:LINE:COLUMN`. */
  readonly place: string;
}

/** What a command takes from elsewhere, and what it cannot take. */
export interface FoundSettings {
  /** What was put in place; the later of two for one option won. */
  readonly applied: readonly AppliedSetting[];
  /** Of the config file, each `file` with line and column. */
  readonly problems: readonly InputProblem[];
  readonly wrongVariables: readonly { readonly variable: string; readonly message: string }[];
  /** What a config file that was only found wanted to set, and was not let. */
  readonly distrusted: readonly DistrustedSetting[];
}

export interface DistrustedSetting {
  /** The option; null for the whole file. */
  readonly setting: string | null;
  readonly value: unknown;
  /** `FILE:LINE:COLUMN`, or the file. */
  readonly place: string;
  readonly why: string;
}

/**
 * Puts what the config file and the environment say into a command.
 * @throws InputError with file, line and column of every setting of the config file that is wrong; UsageError for
 *   variables that cannot be read
 */
export async function applySettings(
  command: Command,
  argv: readonly string[],
  loadAll: LoadAllCommands,
): Promise<void> {
  const found = await readSettings(command, argv, loadAll);
  for (const { setting, place, why } of found.distrusted)
    process.stderr.write(
      `${visibleText(`! distrusted-config: ${place}: ${setting === null ? "left alone" : `${setting} is not taken`}: ${why}; a flag, LCEVAL_CONFIG or --config FILE says that you mean it`)}\n`,
    );
  refuseWrong(found);
}

/** @throws InputError, UsageError where anything is wrong */
export function refuseWrong({
  problems,
  wrongVariables,
}: Pick<FoundSettings, "problems" | "wrongVariables">): void {
  if (problems.length > 0) throw new InputError([...problems]);
  if (wrongVariables.length > 0)
    throw new UsageError(wrongVariables.map(({ message }) => message).join("\n"));
}

/** Puts what can be taken in place and throws nothing for what cannot. */
export async function readSettings(
  command: Command,
  argv: readonly string[],
  loadAll: LoadAllCommands,
): Promise<FoundSettings> {
  const applied: AppliedSetting[] = [];
  const distrusted: DistrustedSetting[] = [];
  const file = await loadConfig(argv, distrusted);
  const isFound = namedConfig(argv) === null;
  const take: TakeSetting = (setting) => {
    const { option, value, place } = setting;
    const why = isFound ? distrust(option.entry.trust, value, file!.file) : null;
    if (why === null) applied.push(setting);
    else distrusted.push({ setting: option.name(), value, place, why });
    return why === null;
  };
  const problems =
    file === null ? [] : await applyConfigFile(await loadAll(rootOf(command)), command, file, take);
  const wrongVariables = optionsOf(command).flatMap((option) => applyVariable(command, option, applied));
  return { applied, problems, wrongVariables, distrusted };
}

function applyVariable(
  command: Command,
  option: TableOption,
  applied: AppliedSetting[],
): FoundSettings["wrongVariables"] {
  const variable = environmentVariableOf(command, option);
  const text = process.env[variable];
  if (option.isFlagOnly || !text) return []; // blank means unset
  try {
    command.setOptionValueWithSource(option.attributeName(), readVariable(option, text), "env");
  } catch (error) {
    const message = `the environment variable ${variable} is "${text}": ${(error as Error).message}`;
    return [{ variable, message }];
  }
  applied.push({ option, section: null, value: text, source: "environment", place: variable });
  return [];
}

/** @param root with all commands loaded: the file may hold settings of any */
function applyConfigFile(
  root: Command,
  command: Command,
  file: ConfigFile,
  take: TakeSetting,
): InputProblem[] {
  const problems: InputProblem[] = [];
  for (const entry of file.entries) {
    const [first, second] = entry.path as [string, string?];
    if (second !== undefined && !commandNames(root).has(first))
      problems.push(problemAt(entry, `there is no command "${first}"`));
    else if (second === undefined ? first !== schemaKey : pathOf(command) === first)
      problems.push(...applyEntry(command, entry, second ?? first, take));
  }
  return problems;
}

/** Takes a setting of the config file, or tells that it is not trusted. */
type TakeSetting = (setting: AppliedSetting) => boolean;

/**
 * The config file that is used: the one named, else the nearest found upwards, else null.
 * @param distrusted takes a found file that is somebody else's: it is left alone
 */
export async function loadConfig(
  argv: readonly string[],
  distrusted: DistrustedSetting[] = [],
): Promise<ConfigFile | null> {
  const { findConfigFile, readConfigFile } = await import("../../pipeline/options/config.js");
  const named = namedConfig(argv);
  const path = named ?? findConfigFile(process.cwd());
  const why = path === null || named !== null ? null : findStranger(path);
  if (path !== null && why !== null) distrusted.push({ setting: null, value: "", place: path, why });
  return path === null || why !== null ? null : readConfigFile(path);
}

/** The file that `--config` or LCEVAL_CONFIG names. */
function namedConfig(argv: readonly string[]): string | null {
  const at = argv.findIndex((word) => word === "--config" || word.startsWith("--config="));
  if (at < 0) return process.env.LCEVAL_CONFIG || null;
  const word = argv[at]!;
  return word === "--config" ? (argv[at + 1] ?? null) : word.slice("--config=".length);
}

function applyEntry(command: Command, entry: ConfigEntry, key: string, take: TakeSetting): InputProblem[] {
  const isSection = entry.path.length === 2;
  const known = (isSection ? [command] : leafCommands(rootOf(command)))
    .flatMap(optionsOf)
    .filter((each) => !each.isFlagOnly)
    .map((each) => each.name());
  if (!known.includes(key)) return [problemAt(entry, `there is no setting "${key}"${suggest(key, known)}`)];
  const option = optionsOf(command).find((each) => each.name() === key);
  if (!option || (!isSection && option.entry.hasOwnMeaning)) return [];
  // a section for this command wins over the same key at the top
  if (!isSection && command.getOptionValueSource(option.attributeName()) === "config") return [];
  const section = isSection ? entry.path[0]! : null;
  try {
    const value = readValue(option, entry.value);
    if (!take({ option, section, value: entry.value, source: "config", place: entry.place })) return [];
    command.setOptionValueWithSource(option.attributeName(), value, "config");
  } catch (error) {
    return [problemAt(entry, `${key} is ${JSON.stringify(entry.value)}: ${(error as Error).message}`)];
  }
  return [];
}

const commandNames = (root: Command): Set<string> => new Set(leafCommands(root).map(pathOf));

const problemAt = ({ place }: ConfigEntry, message: string): InputProblem => ({ file: place, message });

function suggest(key: string, known: readonly string[]): string {
  const near = nearestWord(key, known);
  return near ? `; did you mean "${near}"?` : "";
}

/** Whether an env file, and a provider before a model's name, are the user's: of a found config file they are not. */
export const endpointTrust = (command: Command, argv: readonly string[]) => ({
  isEnvFileTrusted: namedConfig(argv) !== null || command.getOptionValueSource("envFile") !== "config",
  isProviderTrusted:
    namedConfig(argv) !== null ||
    ["judgeModel", "model"].every((name) => command.getOptionValueSource(name) !== "config"),
});
