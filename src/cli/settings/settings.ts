// Where a setting comes from: flag, else environment (LCEVAL_…), else config file, else default. Values from the config
// file and from the environment are put in place before the arguments are parsed, which then win.
import type { Command } from "commander";
import { InputError, type InputProblem, UsageError } from "../../core/errors.js";
import type { ConfigEntry, ConfigFile } from "../../pipeline/options/config.js";
import { type LoadAllCommands, leafCommands, pathOf, rootOf } from "../command-tree.js";
import { environmentVariableOf, optionsOf, type TableOption } from "../options/table-option.js";
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
}

/**
 * Puts what the config file and the environment say into a command.
 *
 * @throws InputError with file, line and column of every setting of the config file that is wrong; UsageError for
 *   variables that cannot be read
 */
export async function applySettings(
  command: Command,
  argv: readonly string[],
  loadAll: LoadAllCommands,
): Promise<void> {
  refuseWrong(await readSettings(command, argv, loadAll));
}

/** @throws InputError, UsageError where anything is wrong */
export function refuseWrong({ problems, wrongVariables }: Omit<FoundSettings, "applied">): void {
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
  const file = await loadConfig(argv);
  const problems =
    file === null ? [] : await applyConfigFile(await loadAll(rootOf(command)), command, file, applied);
  const wrongVariables = optionsOf(command).flatMap((option) => applyVariable(command, option, applied));
  return { applied, problems, wrongVariables };
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
  applied: AppliedSetting[],
): InputProblem[] {
  const problems: InputProblem[] = [];
  for (const entry of file.entries) {
    const [first, second] = entry.path as [string, string?];
    if (second !== undefined && !commandNames(root).has(first))
      problems.push(problemAt(entry, `there is no command "${first}"`));
    else if (second === undefined ? first !== schemaKey : pathOf(command) === first)
      problems.push(...applyEntry(command, entry, second ?? first, applied));
  }
  return problems;
}

/** The config file that is used: the one named, else the nearest found upwards, else null. */
export async function loadConfig(argv: readonly string[]): Promise<ConfigFile | null> {
  const { findConfigFile, readConfigFile } = await import("../../pipeline/options/config.js");
  const path = namedConfig(argv) ?? findConfigFile(process.cwd());
  return path === null ? null : readConfigFile(path);
}

/** The file that `--config` or LCEVAL_CONFIG names. */
function namedConfig(argv: readonly string[]): string | null {
  const at = argv.findIndex((word) => word === "--config" || word.startsWith("--config="));
  if (at < 0) return process.env.LCEVAL_CONFIG || null;
  const word = argv[at]!;
  return word === "--config" ? (argv[at + 1] ?? null) : word.slice("--config=".length);
}

function applyEntry(
  command: Command,
  entry: ConfigEntry,
  key: string,
  applied: AppliedSetting[],
): InputProblem[] {
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
  try {
    command.setOptionValueWithSource(option.attributeName(), readValue(option, entry.value), "config");
  } catch (error) {
    return [problemAt(entry, `${key} is ${JSON.stringify(entry.value)}: ${(error as Error).message}`)];
  }
  const section = isSection ? entry.path[0]! : null;
  applied.push({ option, section, value: entry.value, source: "config", place: entry.place });
  return [];
}

const commandNames = (root: Command): Set<string> => new Set(leafCommands(root).map(pathOf));

const problemAt = ({ place }: ConfigEntry, message: string): InputProblem => ({ file: place, message });

function suggest(key: string, known: readonly string[]): string {
  const near = known.find((name) => name.replaceAll("-", "") === key.replaceAll(/[-_]/g, "").toLowerCase());
  return near ? `; did you mean "${near}"?` : "";
}

/**
 * What of the endpoint's settings may be believed: a config file that merely lies on the way up from the working folder
 * may name a host, but must not have a key sent there (nor through an env file), nor choose which variable holds one.
 */
export function endpointTrust(command: Command, argv: readonly string[]) {
  const isFound = namedConfig(argv) === null;
  const isFromFoundFile = (option: string) => isFound && command.getOptionValueSource(option) === "config";
  return {
    isHostTrusted: !isFromFoundFile("baseUrl"),
    isEnvFileTrusted: !isFromFoundFile("envFile"),
    apiKeyEnv: isFromFoundFile("apiKeyEnv") ? undefined : command.getOptionValue("apiKeyEnv"),
  };
}
