import { countOf } from "../../core/count-of.js";
import { visibleText } from "../../core/visible-text.js";
import {
  type CopyJudgeRequest,
  copyJudgeOptions,
  type JudgeCheckRequest,
  judgeCheckOptions,
} from "../../pipeline/judge-check-request.js";
import type { JudgeCheck, JudgeSample, JudgeSamples } from "../../pipeline/judges.js";
import { toggle, under } from "../../pipeline/options/option-table.js";
import { type ProbeRequest, probeOptions } from "../../pipeline/probe/probe-request.js";
import { percent } from "../../report/figure-text.js";
import { defineCommand, defineGroup } from "../define-command.js";
import { outputOptions, type PrintOptions, printOptions } from "../options/output-options.js";
import { type OutputOptions, printReport } from "../run/print-report.js";
import { raiseExitCode } from "../run/raise-exit-code.js";

const list = defineCommand<object, PrintOptions>({
  summary: "the judges that come with lceval",
  request: {},
  options: printOptions,
  examples: ["lceval judges list", "lceval judges list --format json"],
  run: async (_, options) => {
    const { describeJudges } = await import("../../pipeline/judges.js");
    const { reportJudges } = await import("../../report/judges-report.js");
    await printReport(reportJudges(describeJudges()), options);
  },
});

const { judge, judgeModel } = judgeCheckOptions;
interface ShowOptions {
  readonly template?: boolean;
}

const show = defineCommand<Pick<JudgeCheckRequest, "judge" | "judgeModel">, ShowOptions>({
  summary: "check a judge's folder and render one request, of a pool or jury each member's",
  request: { judge, judgeModel },
  options: under("Options:", "any", { template: toggle("the prompt with its placeholders") }),
  examples: ["lceval judges show weighted", "lceval judges show ./my-judge --template"],
  run: async (request, { template = false }) => {
    const { sampleRequests, withTemplate } = await import("../../pipeline/judges.js");
    const { settleProvider } = await import("../../pipeline/asking/settle-provider.js");
    const { judge: name, judgeModel: model } = await settleProvider(request);
    const { panel, samples } = sampleRequests(name, model);
    const head = panel === null ? [] : [describePanel(panel)];
    process.stdout.write(
      [...head, ...samples.map((sample) => describeSample(template ? withTemplate(sample) : sample))].join(
        "\n",
      ),
    );
  },
});

const check = defineCommand<JudgeCheckRequest, object>({
  summary:
    "ask for one token, then for a verdict, of a pool or jury each member, and say what the endpoint can do",
  request: judgeCheckOptions,
  options: {},
  examples: [
    "lceval judges check weighted",
    "lceval judges check verdict --judge-model qwen3 --base-url http://localhost:8000/v1",
  ],
  run: async (request) => {
    const { checkJudge } = await import("../../pipeline/judges.js");
    const { describeModels } = await import("../../pipeline/doctor/doctor.js");
    const checks = await checkJudge(request);
    const describe = (check: JudgeCheck) =>
      describeCheck(check, check.endpoint === "offline" ? "" : `; ${describeModels(check.listedModels)}`);
    process.stdout.write(checks.map(describe).join("\n"));
    if (checks.some(({ reading }) => "failure" in reading)) raiseExitCode("judgeUnusable");
  },
});

const copy = defineCommand<CopyJudgeRequest, object>({
  summary: "copy a judge's folder, to change it there",
  request: copyJudgeOptions,
  options: {},
  examples: ["lceval judges copy verdict my-judge"],
  run: async (request) => {
    const { copyJudge } = await import("../../pipeline/judges.js");
    copyJudge(request);
    process.stdout.write(`${visibleText(`copied to ${request.folder}; --judge takes that path`)}\n`);
  },
});

const probe = defineCommand<ProbeRequest, OutputOptions>({
  summary: "what form alone does to a judge: twins of the same words, in both orders",
  request: probeOptions,
  options: outputOptions,
  examples: ["lceval judges probe offline", "lceval judges probe weighted --budget-usd 5 --format json"],
  run: async (request, options) => {
    const [{ probeJudge }, { reportProbe }] = await Promise.all([
      import("../../pipeline/probe/probe.js"),
      import("../../report/probe-report.js"),
    ]);
    await printReport(reportProbe(await probeJudge(request)), options);
  },
});

export const judgesCommand = defineGroup({ list, show, copy, check, probe });

function describePanel({ kind, rule, members, ...panel }: NonNullable<JudgeSamples["panel"]>): string {
  const votes = rule === null ? "" : `, votes combined by ${rule.combine}, quorum ${rule.quorum}`;
  const weightSum = members.reduce((sum, { weight }) => sum + weight, 0);
  const share = (weight: number) =>
    kind === "pool" ? `, ${percent(weight / weightSum)} % of the instructions` : "";
  const head = [
    `${panel.name}: ${panel.description}`,
    `${panel.comparable}`,
    ...panel.notes.map((note) => `! ${note}`),
    `${kind} of ${countOf(members.length, "member")}, order ${panel.order}${votes}, fingerprint ${panel.fingerprint.slice(0, 12)}`,
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
  const messages = request.messages.map(
    ({ role, content }) => `--- ${role}\n${content.split("\n").map(visibleText).join("\n")}\n`,
  );
  return `${head.map(visibleText).join("\n")}\n\n${messages.join("\n")}`;
}

function describeLabelShare({ labelShare }: { labelShare: number | null }, isLow: boolean): string {
  if (labelShare === null) return "";
  const low = isLow ? "; that is less than half: the judge may not follow the prompt" : "";
  return `, the labels hold ${percent(labelShare)} % of the probability${low}`;
}

function describeCheck(check: JudgeCheck, models: string): string {
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
    `model              ${check.askedModel}, served by ${check.servedModel ?? "(not said)"}${models}`,
    `log-probabilities  ${logprobs}`,
    `reply              ${said}`,
    `verdict            ${verdict}`,
  ];
  return `${lines.map(visibleText).join("\n")}\n`;
}
