import type { Command, CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import type { InputProblem } from "../../core/errors.js";
import type { GivenSetting } from "../../pipeline/doctor/describe-settings.js";
import { type LoadAllCommands, leafCommands } from "../command-tree.js";
import { addCommonOptions } from "../options/common-options.js";
import { wholeNumberBetween } from "../options/option-values.js";
import { addOutputOptions } from "../options/score-options.js";
import { type OutputOptions, printReport } from "../run/print-report.js";
import { raiseExitCode } from "../run/raise-exit-code.js";
import { environmentVariableOf } from "../settings/setting-names.js";
import {
  type AppliedSetting,
  endpointTrust,
  loadConfig,
  readSettings,
  refuseWrong,
} from "../settings/settings.js";

export function defineDoctor(command: Command, loadAll: LoadAllCommands): void {
  command
    .option("--base-url <url>", "OpenAI-compatible endpoint (default: OPENAI_BASE_URL, else OpenAI's)")
    .option("--api-key-env <name>", "environment variable that holds the key (default: OPENAI_API_KEY)")
    .option("--env-file <file>", "file with environment variables")
    .option("--store <path>", "folder of the store of replies, or none (default: the user's cache folder)")
    .option("--timeout-ms <n>", "how long the endpoint may take to answer", wholeNumberBetween(1), 10_000);
  addOutputOptions(command).action(async (options, self) => {
    await examineAndReport(
      options as unknown as DoctorOptions,
      self as unknown as CommandUnknownOpts,
      loadAll,
    );
  });
  addCommonOptions(command);
}

interface DoctorOptions extends OutputOptions {
  readonly baseUrl?: string;
  readonly envFile?: string;
  readonly store?: string;
  readonly timeoutMs: number;
}

async function examineAndReport(
  options: DoctorOptions,
  self: CommandUnknownOpts,
  loadAll: LoadAllCommands,
): Promise<void> {
  const [{ examine }, { reportFindings }] = await Promise.all([
    import("../../pipeline/doctor/doctor.js"),
    import("../../report/doctor-report.js"),
  ]);
  const { argv } = process;
  const findings = await examine({
    ...options,
    ...endpointTrust(self, argv),
    settings: await collectSettings(await loadAll(self.parent!), self, argv, loadAll),
    unknownVariables: findUnknownVariables(self),
    configFile: (await loadConfig(argv))?.file ?? null,
  });
  await printReport(reportFindings(findings), options);
  for (const { failure } of findings.checks) if (failure !== null) raiseExitCode(failure);
}

/**
 * Every setting that any command would take from a flag, the environment or the config file.
 *
 * @throws InputError, UsageError with everything that no command can take
 */
async function collectSettings(
  program: CommandUnknownOpts,
  self: CommandUnknownOpts,
  argv: readonly string[],
  loadAll: LoadAllCommands,
): Promise<GivenSetting[]> {
  const flags = (self.options as Option[]).filter(
    (option) => self.getOptionValueSource(option.attributeName()) === "cli",
  );
  const found = new Map<string, GivenSetting>();
  for (const option of flags) {
    const value: unknown = self.getOptionValue(option.attributeName());
    found.set(option.name(), { setting: option.name(), value, source: "flag" });
  }
  const taken = new Set<string>();
  const problems = new Map<string, InputProblem>();
  const wrongVariables = new Map<string, { variable: string; message: string }>();
  for (const command of leafCommands(program)) {
    const read = await readSettings(command, argv, loadAll);
    for (const problem of read.problems) problems.set(`${problem.file}`, problem);
    for (const wrong of read.wrongVariables) wrongVariables.set(wrong.variable, wrong);
    const winners = new Map<string, AppliedSetting>();
    for (const applied of read.applied) {
      taken.add(applied.place);
      winners.set(applied.option.name(), applied);
    }
    for (const [name, { section, value, source, place }] of winners) {
      if (flags.some((option) => option.name() === name)) continue;
      const setting = section === null ? name : `${section}: ${name}`;
      const where = source === "environment" ? `environment: ${place}` : place;
      found.set(`${name} ${place}`, { setting, value, source: where });
    }
  }
  for (const place of taken) for (const wrong of [problems, wrongVariables]) wrong.delete(place);
  const inFileOrder = (a: InputProblem, b: InputProblem) =>
    `${a.file}`.localeCompare(`${b.file}`, "en", { numeric: true });
  refuseWrong({
    problems: [...problems.values()].sort(inFileOrder),
    wrongVariables: [...wrongVariables.values()],
  });
  return [...found.values()];
}

/** Variables that look like a setting and are none: a run passes over them. */
function findUnknownVariables(self: CommandUnknownOpts): string[] {
  const known = leafCommands(self.parent!).flatMap((command) =>
    (command.options as Option[]).map((option) => environmentVariableOf(command, option)),
  );
  return Object.keys(process.env).filter((name) => name.startsWith("LCEVAL_") && !known.includes(name));
}
