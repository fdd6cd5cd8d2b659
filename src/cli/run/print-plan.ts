// What `--dry-run` says: a plan as lines of text on standard output.
import { countOf } from "../../core/count-of.js";
import { visibleText } from "../../core/visible-text.js";
import type { AnnotateRequest } from "../../pipeline/annotate/annotate-request.js";
import type { AnnotationPlan } from "../../pipeline/annotate/plan-annotation.js";
import type { GenerateRequest } from "../../pipeline/generate/generate-request.js";
import type { GenerationPlan } from "../../pipeline/generate/plan-generation.js";
import { type printNote, printWarning } from "./print-report.js";

type NoteOptions = Parameters<typeof printNote>[1];

/** Plans a run and prints the plan; asks nothing and writes nothing. */
export async function printPlan(request: AnnotateRequest, options: NoteOptions): Promise<void> {
  const { planAnnotation } = await import("../../pipeline/annotate/plan-annotation.js");
  const plan = await planAnnotation(request);
  print(plan, describePlan(plan), options);
}

/** The same for `generate`. */
export async function printGenerationPlan(request: GenerateRequest, options: NoteOptions): Promise<void> {
  const { planGeneration } = await import("../../pipeline/generate/plan-generation.js");
  const plan = await planGeneration(request);
  const head = [
    `${plan.generator} would answer into ${plan.output}`,
    `answers: ${plan.tasks}; done already ${plan.doneBefore}, in the store ${plan.stored}, to be asked ${plan.requests}${plan.laterTurns > 0 ? `, later turns of conversations, not measured here, ${plan.laterTurns}` : ""}`,
  ];
  print(plan, head, options);
}

type Plan = AnnotationPlan | GenerationPlan;

function print(plan: Plan, head: readonly string[], options: NoteOptions): void {
  for (const warning of plan.warnings) printWarning(warning, options);
  const lines = [...head, ...(plan.requests > 0 ? describeLoad(plan) : []), ...describeExample(plan)];
  process.stdout.write(`${lines.map(visibleText).join("\n")}\n`);
}

function describePlan(plan: AnnotationPlan): string[] {
  const pairs = plan.models.map((model) => `${model.generator} (${countOf(model.pairs, "pair")})`).join(", ");
  return [
    `${plan.judge} would judge ${pairs}, order ${plan.order}, into ${plan.output}`,
    `judgements: ${plan.tasks}; done already ${plan.doneBefore}, without a request ${plan.withoutRequest}, in the store ${plan.stored}, to be asked ${plan.requests}`,
  ];
}

function describeExample({ example }: Plan): string[] {
  if (example === null) return [];
  const messages = example.messages.flatMap(({ role, content }) => [`--- ${role}`, ...content.split("\n")]);
  return ["", `one request, to ${example.model}:`, ...messages];
}

function describeLoad({ endpoint, promptTokens, mostReplyTokens, cost, minutes }: Plan): string[] {
  const replies =
    mostReplyTokens === null ? "replies of any length" : `at most ${mostReplyTokens} in replies`;
  return [
    `endpoint: ${endpoint}`,
    `tokens: ${promptTokens} in prompts (by the encoding o200k_base), ${replies}`,
    cost === null
      ? "price: not known; give it with --price INPUT,OUTPUT (USD per million tokens)"
      : `price: ${describeCost(cost)}, failed requests aside`,
    `time: ${describeMinutes(minutes)}`,
  ];
}

function describeCost({ leastUsd, mostUsd, isStated }: NonNullable<Plan["cost"]>): string {
  const most = mostUsd === null ? "upwards, as nothing limits the replies" : `to $${mostUsd.toFixed(2)}`;
  return `$${leastUsd.toFixed(2)} ${most} (${isStated ? "by --price" : "by list prices"})`;
}

function describeMinutes({ byRequests, byTokens, byConcurrency }: Plan["minutes"]): string {
  return [
    byRequests !== null && `${byRequests.toFixed(1)} min by --rpm`,
    byTokens !== null && `${byTokens.toFixed(1)} min by --tpm`,
    `${byConcurrency.toFixed(1)} min by --concurrency if a reply takes a second`,
  ]
    .filter(Boolean)
    .join(", ");
}
