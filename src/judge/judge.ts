// The judge as the annotation pipeline sees it: what to ask about a pair, and what the reply says.
import type { ChatRequest, Completion } from "../endpoint/client/completion.js";
import {
  changeSampling,
  describeChanges,
  isPlainDefault,
  knownChanges,
} from "../endpoint/words/model-families.js";
import type { Order, Pair } from "../pairs/pair.js";
import { fingerprintJudge } from "./fingerprint.js";
import type { JudgeFunction } from "./judge-function.js";
import { isFlippedByNoise, type LabelNoise } from "./label-noise.js";
import { type Suspicion, suspiciousOutputs } from "./outputs/suspicious-outputs.js";
import { createFindSigns } from "./outputs/text-signs.js";
import { type PromptTemplate, placeholdersOf } from "./prompt-template.js";
import type { Labels, Protocol } from "./protocols/protocol.js";
import { failed, lowLabelShare, type Reading, type ShownReading } from "./reading.js";
import { missingColumns, renderPrompt, type Shown, shownOutputs } from "./render-prompt.js";

/** What a judge says of itself. */
export interface JudgeDescription {
  readonly name: string;
  readonly description: string;
  /** With which published figures its results may be set side by side. */
  readonly comparable: string;
  /** Order of presentation unless the user says otherwise. */
  readonly order: "random" | "both" | "baseline-first";
  /** What was left out or read otherwise when a judge was imported. */
  readonly notes: readonly string[];
}

export type ReplyAge = "new" | "known";

/** One judge: prompt, model, sampling and protocol bound together. */
export interface Judge extends JudgeDescription {
  readonly kind: "judge";
  readonly model: string;
  readonly sampling: Readonly<Record<string, unknown>>;
  /** Sampling parameters that may not be left out where a server refuses them. */
  readonly keeps: readonly string[];
  readonly labels: Labels;
  readonly protocol: string;
  readonly template: PromptTemplate;
  /** SHA-256 of what decides a verdict. */
  readonly fingerprint: string;
  readonly needsLogprobs: boolean;
  /**
   * 1 = each request shows the first answer of the order alone, so only both orders together say anything of a pair:
   * where one of them is unjudged, so is the other.
   */
  readonly answersShown: 1 | 2;
  /** How many comparisons a request shows. */
  readonly comparisons: number;
  /**
   * The request for one pair in one order.
   * @param mates the further comparisons that it shows
   * @throws InputError when the prompt asks for a column that the item does not have.
   */
  readonly request: (pair: Pair, order: Order, repeat: number, mates?: readonly Shown[]) => ChatRequest;
  /** A reply cut up by comparison, in their order; null where it does not say one thing of each. */
  readonly split: (completion: Completion) => readonly Completion[] | null;
  /** The columns that the prompt asks for and the pair's item does not have: there is no request for it then. */
  readonly missingColumns: (pair: Pair) => readonly string[];
  /**
   * What a reply to that request says of model and baseline. Throws nothing.
   * @param age `known`: a reply from a store or a file; its labels may hold as little of the probability as they did,
   *   unless the judge states a share
   */
  readonly read: (completion: Completion, pair: Pair, order: Order, age?: ReplyAge) => Reading;
  /** What in the outputs could steer the judge. */
  readonly suspiciousOutputs: (pair: Pair) => readonly Suspicion[];
  /** Answers by itself, without an endpoint; null for every judge that is a model. */
  readonly answer: ((pair: Pair, order: Order, repeat: number) => Completion) | null;
  /** The program's own function, where that is the judge. */
  readonly ask?: JudgeFunction;
}

/** What a judge is made of. */
export interface JudgeParts extends JudgeDescription {
  readonly model: string;
  readonly sampling: Readonly<Record<string, unknown>>;
  readonly labels: Labels;
  readonly template: PromptTemplate;
  readonly protocol: Protocol;
  readonly options: unknown;
  /** Sampling parameters that the user stated. */
  readonly stated?: readonly string[] | undefined;
  /**
   * The least share of the probability that the labels must hold, in [0, 1]; no part of the fingerprint.
   * Default: 0.5 for new replies with log-probabilities, 0 for known ones.
   */
  readonly minLabelShare?: number | undefined;
  readonly labelNoise: LabelNoise | null;
  readonly answer?: Judge["answer"];
  readonly comparisons?: number;
}

/** There are only thoughts: what took the answer's place. */
const describeThoughts = ({ finishReason }: Completion): string =>
  finishReason === "length"
    ? "the thoughts used up the room for the reply, and no answer came (give it more with --max-tokens N, or less to think with --reasoning-effort low)"
    : "the answer stands only in the thoughts (reasoning_content): the server's reasoning parser takes the reply for thoughts";

/** The sampling parameters that a model is known to take, and what was changed for it. */
function fitToModel({ model, sampling }: JudgeParts, keeps: readonly string[]) {
  const changes = knownChanges(model);
  const plain = Object.keys(sampling).filter((name) => isPlainDefault(name, sampling[name]));
  const fitting = changes === null ? sampling : changeSampling(sampling, changes, [...keeps, ...plain]);
  const said = describeChanges(sampling, fitting);
  return { sampling: fitting, note: said === "" ? null : `${model} is asked with ${said}` };
}

/** Binds the parts of a judge together. */
export function makeJudge(parts: JudgeParts): Judge {
  const { template, labels, model, protocol, options, labelNoise, stated = [], comparisons = 1 } = parts;
  const keeps = [...stated, ...(protocol.needsLogprobs ? ["logprobs", "top_logprobs"] : [])];
  const { sampling, note } = fitToModel(parts, keeps);
  const used = placeholdersOf(template);
  const answersShown = used.has("output_2") ? 2 : 1;
  const findSigns = createFindSigns(Object.values(labels).filter((label) => label !== undefined));
  const read: Judge["read"] = (completion, pair, order, age = "new") => {
    const minLabelShare =
      parts.minLabelShare ?? (age === "new" && protocol.needsLogprobs ? lowLabelShare : 0);
    if (completion.finishReason === "content_filter") {
      return failed("refused", "the endpoint withheld the reply (content_filter)");
    }
    if (completion.onlyThoughts) return failed("unparsable", describeThoughts(completion));
    const columns = Object.entries(pair.instruction.fields).filter(([name]) => used.has(name));
    const shownTexts = [
      ...shownOutputs(pair, order).slice(0, answersShown),
      pair.instruction.text,
      ...columns.map(([, value]) => String(value)),
    ];
    const reading = undoOrder(
      protocol.read(completion, { options, labels, minLabelShare, shownTexts }),
      order,
    );
    if (labelNoise === null || "failure" in reading) return reading;
    if (!isFlippedByNoise(pair.id, labelNoise)) return reading;
    return { ...reading, preference: 1 - reading.preference, isFlipped: true };
  };
  return {
    kind: "judge",
    name: parts.name,
    description: parts.description,
    comparable: parts.comparable,
    order: parts.order,
    notes: note === null ? parts.notes : [...parts.notes, note],
    model,
    sampling,
    keeps,
    labels,
    protocol: protocol.name,
    template,
    fingerprint: fingerprintJudge({
      template,
      model,
      sampling,
      protocol: { name: protocol.name, version: protocol.version, options },
      labels,
      labelNoise,
    }),
    needsLogprobs: protocol.needsLogprobs,
    answersShown,
    comparisons,
    request: (pair, order, repeat, mates) => ({
      messages: renderPrompt(template, pair, order, labels, mates),
      model,
      sampling,
      repeat,
    }),
    split: (completion) => {
      if (comparisons === 1) return [completion];
      const texts = protocol.split?.(completion.text, options) ?? [];
      return texts.length === comparisons ? texts.map((text) => ({ ...completion, text })) : null;
    },
    missingColumns: (pair) => missingColumns(template, pair, labels),
    read,
    suspiciousOutputs: (pair) => suspiciousOutputs(pair, findSigns),
    answer: parts.answer ?? null,
  };
}

/** The verdict on model and baseline that a verdict on first and second shown stands for; failures stay. */
export function undoOrder(reading: ShownReading, order: Order): Reading {
  if ("failure" in reading) return reading;
  const { preferenceForFirst, ...notes } = reading;
  return { ...notes, preference: order === "model-first" ? preferenceForFirst : 1 - preferenceForFirst };
}
