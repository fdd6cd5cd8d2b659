// What a run may say of sampling instead of the judge: any member of the request body, and two by names of their own.

import { UsageError } from "../../core/errors.js";
import { present } from "../../core/present.js";
import { type OptionTable, option, under } from "../options/option-table.js";
import { choice, repeatedTexts, wholeNumberBetween } from "../options/option-values.js";

export interface SamplingOptions {
  /** Each `KEY=VALUE`, the value as JSON or a text. */
  readonly sampling?: readonly string[] | undefined;
  /** Most tokens of a reply, thoughts included. */
  readonly maxTokens?: number | undefined;
  readonly reasoningEffort?: ReasoningEffort | undefined;
}

const efforts = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;
type ReasoningEffort = (typeof efforts)[number];

export const samplingOptions = under("Judging:", "any", {
  sampling: option(
    "<key=value>",
    "a further member of the request, or another value (repeatable)",
    repeatedTexts,
  ),
  maxTokens: option("<n>", "most tokens of a reply, thoughts included", wholeNumberBetween(1)),
  reasoningEffort: option("<level>", "how much a reasoning model thinks", choice(...efforts)),
}) satisfies OptionTable<SamplingOptions>;

/** What makes the question, or how often it is asked, has options of its own. */
const reserved = ["messages", "model", "stream", "n"];

/** The members of the request body that the options state. @throws UsageError (exit 2) with everything that is wrong */
export function readSampling({
  sampling = [],
  maxTokens,
  reasoningEffort,
}: SamplingOptions): Readonly<Record<string, unknown>> {
  const stated = [
    ...sampling.map(readPair),
    ...(maxTokens === undefined ? [] : [["max_tokens", maxTokens] as const]),
    ...(reasoningEffort === undefined ? [] : [["reasoning_effort", reasoningEffort] as const]),
  ];
  const names = stated.map(([name]) => name.replace("max_completion_tokens", "max_tokens"));
  const problems = stated.flatMap(([name, value], i) =>
    present([
      value === undefined && `--sampling ${name}: KEY=VALUE is needed, as in temperature=0.5 or stop=["END"]`,
      reserved.includes(name) && `--sampling ${name}: it may not hold ${reserved.join(", ")}`,
      names.indexOf(names[i]!) < i && `--sampling ${name} is stated twice`,
    ]),
  );
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return Object.fromEntries(stated);
}

function readPair(text: string): readonly [string, unknown] {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at).trim();
  if (at < 1) return [name, undefined];
  const value = text.slice(at + 1).trim();
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}
