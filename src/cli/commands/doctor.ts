import type { Command, CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import type { GivenSetting } from "../../pipeline/doctor/describe-settings.js";
import { leafCommands } from "../command-tree.js";
import { addCommonOptions } from "../common-options.js";
import { loadAllCommands } from "../load-command.js";
import { wholeNumberBetween } from "../option-values.js";
import { type OutputOptions, printReport } from "../print-report.js";
import { raiseExitCode } from "../raise-exit-code.js";
import { addOutputOptions } from "../score-options.js";
import { type AppliedSetting, applySettings, endpointTrust, loadConfig } from "../settings.js";

export function defineDoctor(command: Command): void {
  command
    .option("--base-url <url>", "OpenAI-compatible endpoint (default: OPENAI_BASE_URL, else OpenAI's)")
    .option("--api-key-env <name>", "environment variable that holds the key (default: OPENAI_API_KEY)")
    .option("--env-file <file>", "file with environment variables")
    .option("--store <path>", "folder of the store of replies, or none (default: the user's cache folder)")
    .option("--timeout-ms <n>", "how long the endpoint may take to answer", wholeNumberBetween(1), 10_000);
  addOutputOptions(command).action(async (options, self) => {
    await examineAndReport(options as unknown as DoctorOptions, self as unknown as CommandUnknownOpts);
  });
  addCommonOptions(command);
}

interface DoctorOptions extends OutputOptions {
  readonly baseUrl?: string;
  readonly envFile?: string;
  readonly store?: string;
  readonly timeoutMs: number;
}

async function examineAndReport(options: DoctorOptions, self: CommandUnknownOpts): Promise<void> {
  const [{ examine }, { reportFindings }] = await Promise.all([
    import("../../pipeline/doctor.js"),
    import("../../report/doctor-report.js"),
  ]);
  const { argv } = process;
  const findings = await examine({
    ...options,
    ...endpointTrust(self, argv),
    settings: await collectSettings(self, argv),
    configFile: (await loadConfig(argv))?.file ?? null,
  });
  await printReport(reportFindings(findings), options);
  for (const { failure } of findings.checks) if (failure !== null) raiseExitCode(failure);
}

/** Every setting that any command would take from a flag, the environment or the config file. */
async function collectSettings(self: CommandUnknownOpts, argv: readonly string[]): Promise<GivenSetting[]> {
  const flags = (self.options as Option[]).filter(
    (option) => self.getOptionValueSource(option.attributeName()) === "cli",
  );
  const found = new Map<string, GivenSetting>();
  for (const option of flags) {
    const value: unknown = self.getOptionValue(option.attributeName());
    found.set(option.name(), { setting: option.name(), value, source: "flag" });
  }
  for (const command of leafCommands(await loadAllCommands(self.parent!))) {
    const winners = new Map<string, AppliedSetting>();
    for (const applied of await applySettings(command, argv)) winners.set(applied.option.name(), applied);
    for (const [name, { section, value, source, place }] of winners) {
      if (flags.some((option) => option.name() === name)) continue;
      const setting = section === null ? name : `${section}: ${name}`;
      const where = source === "environment" ? `environment: ${place}` : place;
      found.set(`${name} ${place}`, { setting, value, source: where });
    }
  }
  return [...found.values()];
}
