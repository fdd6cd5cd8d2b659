import { type Command, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { countOf } from "../../core/count-of.js";
import { visibleText } from "../../core/visible-text.js";
import type { JudgeCheck, JudgeSample, JudgeSamples } from "../../pipeline/judges.js";
import { addCommonOptions } from "../options/common-options.js";
import { wholeNumberBetween } from "../options/option-values.js";
import { type OutputOptions, printReport } from "../run/print-report.js";
import { raiseExitCode } from "../run/raise-exit-code.js";
import { endpointTrust } from "../settings/settings.js";

export function defineJudges(judges: Command): void {
  const list = judges
    .command("list")
    .description("the judges that come with lceval")
    .addOption(
      new Option("--format <name>", "how to write the list").choices(["table", "json", "csv", "markdown"]),
    )
    .action(async (options) => {
      const [{ describeJudges }, { reportJudges }] = await Promise.all([
        import("../../pipeline/judges.js"),
        import("../../report/judges-report.js"),
      ]);
      await printReport(reportJudges(describeJudges()), options as unknown as OutputOptions);
    });
  const show = judges
    .command("show")
    .description("check a judge's folder and render one request, of a pool or jury each member's")
    .argument("<name|path>", "a judge's name, or its folder")
    .option("--judge-model <id>", "another model than the judge's own")
    .action(async (name, { judgeModel }) => {
      const { sampleRequests } = await import("../../pipeline/judges.js");
      const { panel, samples } = sampleRequests(name, judgeModel);
      const head = panel === null ? [] : [describePanel(panel)];
      process.stdout.write([...head, ...samples.map(describeSample)].join("\n"));
    });
  const check = judges
    .command("check")
    .description(
      "send one request, to a pool or jury one of each member, and say what the endpoint can do for the judge",
    )
    .argument("<name|path>", "a judge's name, or its folder")
    .option("--judge-model <id>", "another model than the judge's own")
    .option("--base-url <url>", "OpenAI-compatible endpoint (default: OPENAI_BASE_URL, else OpenAI's)")
    .option("--api-key-env <name>", "environment variable that holds the key (default: OPENAI_API_KEY)")
    .option("--env-file <file>", "file with environment variables")
    .option("--timeout-ms <n>", "time for the request", wholeNumberBetween(1), 120_000)
    .action(async (judge, options, self) => {
      const { checkJudge } = await import("../../pipeline/judges.js");
      const trust = endpointTrust(self as unknown as CommandUnknownOpts, process.argv);
      const checks = await checkJudge({ ...options, ...trust, judge });
      process.stdout.write(checks.map(describeCheck).join("\n"));
      if (checks.some(({ reading }) => "failure" in reading)) raiseExitCode("judgeUnusable");
    });
  for (const command of [list, show, check]) addCommonOptions(command);
}

function describePanel({ kind, rule, members, ...panel }: NonNullable<JudgeSamples["panel"]>): string {
  const votes = rule === null ? "" : `, votes combined by ${rule.combine}, quorum ${rule.quorum}`;
  const weightSum = members.reduce((sum, { weight }) => sum + weight, 0);
  const share = (weight: number) =>
    kind === "pool" ? `, ${((100 * weight) / weightSum).toFixed(1)} % of the instructions` : "";
  const head = [
    `${panel.name}: ${panel.description}`,
    `${panel.comparable}`,
    ...panel.notes.map((note) => `! ${note}`),
    `${kind} of ${members.length} members, order ${panel.order}${votes}, fingerprint ${panel.fingerprint.slice(0, 12)}`,
    ...members.map(({ judge, weight }) => `  ${judge.name}, model ${judge.model}${share(weight)}`),
  ];
  return `${head.map(visibleText).join("\n")}\n`;
}

function describeSample({ judge, request }: JudgeSample): string {
  const head = [
    `${judge.name}: ${judge.description}`,
    `${judge.comparable}`,
    ...judge.notes.map((note) => `! ${note}`),
    `model ${request.model}, protocol ${judge.protocol}, order ${judge.order}, fingerprint ${judge.fingerprint.slice(0, 12)}`,
    `sampling ${JSON.stringify(request.sampling)}`,
  ];
  const messages = request.messages.map(({ role, content }) => `--- ${role}\n${content}\n`);
  return `${head.map(visibleText).join("\n")}\n\n${messages.join("\n")}`;
}

function describeLabelShare({ labelShare }: { labelShare: number | null }, isLow: boolean): string {
  if (labelShare === null) return "";
  const low = isLow ? "; that is less than half: the judge may not follow the prompt" : "";
  return `, the labels hold ${(100 * labelShare).toFixed(1)} % of the probability${low}`;
}

function describeCheck(check: JudgeCheck): string {
  const { reading, completion, alternatives } = check;
  const said = JSON.stringify(completion.text.slice(0, 200));
  const verdict =
    "failure" in reading
      ? `none: ${reading.failure.reason}, ${reading.failure.detail}`
      : `P(right answer is better) = ${reading.preference.toFixed(4)}${describeLabelShare(reading, check.hasLowLabelShare)}`;
  const logprobs =
    alternatives === null
      ? `none${check.needsLogprobs ? ": this judge needs them; use --judge verdict here" : " (this judge needs none)"}`
      : `yes, ${countOf(alternatives, "alternative")} for the first token`;
  const lines = [
    `judge              ${check.judge}`,
    `endpoint           ${check.endpoint}`,
    `model              ${check.askedModel}, served by ${check.servedModel ?? "(not said)"}`,
    `log-probabilities  ${logprobs}`,
    `reply              ${said}`,
    `verdict            ${verdict}`,
  ];
  return `${lines.map(visibleText).join("\n")}\n`;
}
