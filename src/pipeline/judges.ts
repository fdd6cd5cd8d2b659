// What there is to know about a judge before it is paid: which there are, what one would be asked, and what an
// endpoint can do for it.
import { JudgeUnusableError, UsageError } from "../core/errors.js";
import { sha256 } from "../core/hash.js";
import type { ChatEndpoint } from "../endpoint/client/chat-endpoint.js";
import type { ChatRequest, Completion } from "../endpoint/client/completion.js";
import { copyFolder } from "../io/wire/judge-folder.js";
import type { Judge } from "../judge/judge.js";
import { folderOf, listJudges, loadJudge } from "../judge/load-judge.js";
import type { Panel } from "../judge/panel.js";
import type { TemplatePart } from "../judge/prompt-template.js";
import { lowLabelShare, type Reading } from "../judge/reading.js";
import type { Pair } from "../pairs/pair.js";
import { pairId } from "../pairs/pair-id.js";
import type { ListedJudge } from "../report/judges-report.js";
import { openEndpoint, resolveEndpoints } from "./asking/open-endpoint.js";
import { settleProvider } from "./asking/settle-provider.js";
import {
  type CopyJudgeRequest,
  copyJudgeOptions,
  type JudgeCheckRequest,
  judgeCheckOptions,
} from "./judge-check-request.js";
import { resolveRequest } from "./options/check-request.js";
import type { Resolved } from "./options/option-table.js";

/** A comparison with a plain winner, for showing and checking judges; it has every column that a shipped prompt uses. */
function samplePair(): Pair {
  const text = "Name the three primary colours of light.";
  const fields = { persona: "a curious child", reference: "Red, green and blue." };
  const instruction = { id: sha256(text), text, stated: text, fields };
  const sides = {
    instruction,
    baseline: { instruction, generator: "sample-baseline", output: "I cannot say." },
    model: { instruction, generator: "sample-model", output: "Red, green and blue." },
  };
  return { id: pairId(sides), ...sides };
}

export { listJudges };

/**
 * Copies a judge's folder, to be changed there.
 * @throws InputError where there is no such judge, or it is wrong; OutputError (exit 7) where the folder is there already
 */
export function copyJudge(request: CopyJudgeRequest): void {
  const { judge, folder } = resolveRequest("copyJudge", copyJudgeOptions, request);
  loadJudge(judge);
  if (judge === "offline") throw new UsageError("the judge offline is a heuristic: it has no folder to copy");
  copyFolder(folderOf(judge), folder);
}

/** Every judge that comes with lceval. */
export const describeJudges = (): ListedJudge[] =>
  listJudges().map((name) => {
    const judge = loadJudge(name);
    const { order, description } = judge;
    return judge.kind === "judge"
      ? { name, protocol: judge.protocol, model: judge.model, order, description }
      : { name, protocol: judge.kind, model: modelsOf(judge), order, description };
  });

const modelsOf = ({ members }: Panel): string => members.map(({ judge }) => judge.model).join(", ");

export interface JudgeSample {
  readonly judge: Judge;
  readonly request: ChatRequest;
}

export interface JudgeSamples {
  /** Null for a judge that is none. */
  readonly panel: Panel | null;
  /** One of the judge, or of each member of the panel. */
  readonly samples: readonly JudgeSample[];
}

/**
 * One request of each judge that is asked, for a sample comparison.
 * @throws InputError with everything that is wrong with the judge's folder
 */
export function sampleRequests(nameOrPath: string, model?: string): JudgeSamples {
  const loaded = loadJudge(nameOrPath, { model });
  const [panel, judges] =
    loaded.kind === "judge" ? [null, [loaded]] : [loaded, loaded.members.map(({ judge }) => judge)];
  const samples = judges.map((judge) => ({ judge, request: judge.request(samplePair(), "model-first", 0) }));
  return { panel, samples };
}

/** The prompt in place of the request that is made of it. */
export function withTemplate({ judge, request }: JudgeSample): JudgeSample {
  const messages = judge.template.map(({ role, parts }) => ({
    role,
    content: parts.map(writePart).join(""),
  }));
  return { judge, request: { ...request, messages } };
}

function writePart(part: TemplatePart): string {
  if (part.kind === "text") return part.text;
  if (part.kind === "value") return `{${part.name}}`;
  return `<!-- if ${part.column} -->${part.parts.map(writePart).join("")}<!-- end -->`;
}

/** What one request told about an endpoint and a judge. */
export interface JudgeCheck {
  readonly judge: string;
  readonly endpoint: string;
  readonly askedModel: string;
  readonly servedModel: string | null;
  /** The models that the endpoint lists; null where it lists none, or nobody was asked. */
  readonly listedModels: readonly string[] | null;
  /** Alternatives that came with the first token; null without log-probabilities. */
  readonly alternatives: number | null;
  readonly reading: Reading;
  readonly hasLowLabelShare: boolean;
  readonly completion: Completion;
  readonly needsLogprobs: boolean;
}

/**
 * Asks for one token, as `examine` does, then for the judge's own verdict on a sample; of a panel, each member.
 * @throws JudgeUnusableError (exit 4) when the endpoint cannot be used, with what it said
 */
export async function checkJudge(given: JudgeCheckRequest): Promise<JudgeCheck[]> {
  const request = await settleProvider(resolveRequest("checkJudge", judgeCheckOptions, given));
  const checks: JudgeCheck[] = [];
  for (const sample of sampleRequests(request.judge, request.judgeModel).samples)
    checks.push(await checkSample(request, sample));
  return checks;
}

async function checkSample(
  request: Resolved<JudgeCheckRequest, typeof judgeCheckOptions>,
  { judge, request: question }: JudgeSample,
): Promise<JudgeCheck> {
  if (judge.answer !== null)
    return describeCheck(judge, "offline", judge.answer(samplePair(), "model-first", 0));
  const { checkEndpoint } = await import("../endpoint/client/check-endpoint.js");
  const settings = { ...request, concurrency: 1 };
  const { timeoutMs } = request;
  const [first] = await resolveEndpoints(settings);
  const { models } = await checkEndpoint({ ...first, timeoutMs }, judge.model);
  const endpoint = await openEndpoint(settings);
  try {
    const completion = await askOnce(endpoint, question);
    return { ...describeCheck(judge, endpoint.publicUrl, completion), listedModels: models };
  } finally {
    await endpoint.close();
  }
}

async function askOnce(endpoint: ChatEndpoint, request: ChatRequest): Promise<Completion> {
  const [{ askAll }, { noStore }] = await Promise.all([
    import("../endpoint/asking/asker.js"),
    import("../endpoint/store/reply-store.js"),
  ]);
  const { outcomes } = askAll([{ subject: null, request }], {
    endpoint,
    store: noStore,
    concurrency: 1,
    maxRetries: 2,
  });
  for await (const [outcome] of outcomes) {
    if (outcome?.status === "answered") return outcome.completion;
    throw new JudgeUnusableError(`${endpoint.publicUrl} gave no answer: ${outcome?.detail}`);
  }
  throw new JudgeUnusableError(`${endpoint.publicUrl} gave no answer`);
}

function describeCheck(judge: Judge, endpoint: string, completion: Completion): JudgeCheck {
  const reading = judge.read(judge.split(completion)?.[0] ?? completion, samplePair(), "model-first");
  const labelShare = "failure" in reading ? null : reading.labelShare;
  return {
    judge: judge.name,
    endpoint,
    askedModel: judge.model,
    servedModel: completion.servedBy.model,
    listedModels: null,
    alternatives: completion.topLogprobs?.[0]?.length ?? null,
    reading,
    hasLowLabelShare: labelShare !== null && labelShare < lowLabelShare,
    completion,
    needsLogprobs: judge.needsLogprobs,
  };
}
