import type { Command } from "commander";
import type { InputProblem } from "../../core/errors.js";
import {
  type EndpointSettings,
  endpointOptions,
  storeOption,
  timeoutOption,
} from "../../pipeline/asking/asking-request.js";
import type { GivenSetting } from "../../pipeline/doctor/describe-settings.js";
import { judgeModelOption } from "../../pipeline/options/shared-options.js";
import { type LoadAllCommands, leafCommands } from "../command-tree.js";
import { defineCommand } from "../define-command.js";
import { outputOptions } from "../options/output-options.js";
import { environmentVariableOf, optionsOf } from "../options/table-option.js";
import { type OutputOptions, printReport } from "../run/print-report.js";
import { raiseExitCode } from "../run/raise-exit-code.js";
import { type AppliedSetting, loadConfig, readSettings, refuseWrong } from "../settings/settings.js";

interface DoctorOptions extends EndpointSettings {
  readonly store?: string;
  readonly judgeModel?: string | undefined;
  readonly timeoutMs?: number;
}

const timeoutMs = { ...timeoutOption, help: "how long the endpoint may take to answer", default: 10_000 };

const judgeModel = {
  ...judgeModelOption,
  help: "the model that is asked for one token (default: one that the endpoint lists)",
};

export const doctorCommand = defineCommand<DoctorOptions, OutputOptions>({
  request: { ...endpointOptions, store: storeOption, judgeModel, timeoutMs },
  options: outputOptions,
  examples: ["lceval doctor", "lceval doctor --base-url http://localhost:8000/v1 --format json"],
  run: async (request, options, { command, loadAll }) => {
    const { examine } = await import("../../pipeline/doctor/doctor.js");
    const { reportFindings } = await import("../../report/doctor-report.js");
    const { argv } = process;
    const findings = await examine({
      timeoutMs: timeoutMs.default,
      ...request,
      settings: await collectSettings(await loadAll(command.parent!), command, argv, loadAll),
      unknownVariables: findUnknownVariables(command),
      configFile: (await loadConfig(argv))?.file ?? null,
    });
    await printReport(reportFindings(findings), options);
    for (const { failure } of findings.checks) if (failure !== null) raiseExitCode(failure);
  },
});

/**
 * Every setting that any command would take from a flag, the environment or the config file.
 * @throws InputError, UsageError with everything that no command can take
 */
async function collectSettings(
  program: Command,
  self: Command,
  argv: readonly string[],
  loadAll: LoadAllCommands,
): Promise<GivenSetting[]> {
  const flags = optionsOf(self).filter(
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
    for (const { setting, value, place, why } of read.distrusted)
      found.set(`distrusted ${place}`, {
        setting: setting ?? "config file",
        value,
        source: `${place}, not taken: ${why}`,
      });
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
function findUnknownVariables(self: Command): string[] {
  const known = leafCommands(self.parent!).flatMap((command) =>
    optionsOf(command).map((option) => environmentVariableOf(command, option)),
  );
  return Object.keys(process.env).filter((name) => name.startsWith("LCEVAL_") && !known.includes(name));
}
