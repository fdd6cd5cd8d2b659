// A judge and answers → what form alone does to its verdicts: twins of the same words in both orders, a null twin that
// differs in white space, and answers that hold nothing.

import { join } from "node:path";
import { InputError } from "../../core/errors.js";
import { readRows } from "../../io/rows/read-rows.js";
import { packageFolder } from "../../io/wire/package-files.js";
import { canaries, drawForms, probedFeatures, renderTwin } from "../../judge/probe/probe-twins.js";
import { fitProbe, type ProbedPair } from "../../metrics/judge-bias/fit-probe.js";
import { clusteredShare } from "../../metrics/rates/clustered-mean.js";
import type { JudgeProbe } from "../../report/probe-report.js";
import { judge as judgePairs } from "../annotate/judge.js";
import type { StopSignals } from "../asking/asking-request.js";
import { resolveRequest } from "../options/check-request.js";
import { type ProbeRequest, probeOptions } from "./probe-request.js";

interface Item {
  readonly id: string;
  readonly instruction: string;
  readonly text: string;
}

const canaryItems = 30;
const example = ["model.jsonl", "baseline.jsonl"].map((name) => join(packageFolder, "data", "example", name));

/** @throws UsageError, InputError (3) for answers that cannot be read, JudgeUnusableError (4) */
export async function probeJudge(given: ProbeRequest, signals: StopSignals = {}): Promise<JudgeProbe> {
  const request = resolveRequest("judgesProbe", probeOptions, given);
  const { outputs, items: most, level, seed, ...asking } = request;
  const items = (await readItems(outputs ?? example)).slice(0, most);
  if (items.length < 2) throw new InputError({ message: "two answers at least are needed to probe a judge" });
  const pairs = items.flatMap((item, at) => {
    const forms = drawForms(item.id, seed);
    const [one, other] = forms.map((form) => renderTwin(item.text, form));
    return [
      { kind: "twin", item, one: one!, other: other!, forms },
      { kind: "null", item, one: `${item.text} \n`, other: item.text, forms },
      ...(at < canaryItems
        ? canaries.map((canary) => ({ kind: `canary ${canary}`, item, one: canary, other: item.text, forms }))
        : []),
    ] as const;
  });
  const rowOf = (side: "one" | "other") =>
    pairs.map((pair, i) => ({
      id: String(i),
      instruction: pair.item.instruction,
      output: pair[side],
      generator: side,
    }));
  const twins: ProbedPair[] = [];
  const shares = new Map<string, { value: number; cluster: string }[]>();
  let unjudged = 0;
  for await (const line of judgePairs(
    { ...asking, outputs: rowOf("one"), baseline: rowOf("other"), idColumn: "id", order: "both", seed },
    signals,
  )) {
    const { kind, item, forms } = pairs[Number(line.instruction_id)]!;
    if (typeof line.preference !== "number") unjudged++;
    else if (kind === "twin")
      twins.push({
        item: item.id,
        differences: Object.fromEntries(
          probedFeatures.map((name) => [name, Number(forms[0][name]) - Number(forms[1][name])]),
        ),
        isShownFirst: line.order === "model-first",
        preference: line.preference - 1,
      });
    else {
      const known = shares.get(kind) ?? [];
      shares.set(kind, known);
      known.push({ value: line.preference - 1, cluster: item.id });
    }
  }
  if (new Set(twins.map(({ item }) => item)).size < 2)
    throw new InputError({ message: "fewer than two pairs of twins have a verdict" });
  const nullTwin = clusteredShare(shares.get("null") ?? [], level);
  return {
    judge: request.judge,
    level,
    items: items.length,
    unjudged,
    effects: fitProbe(twins, probedFeatures, level),
    nullTwin,
    isSteady:
      nullTwin.interval === null || (nullTwin.interval.lower <= 0.5 && nullTwin.interval.upper >= 0.5),
    canaries: canaries.map((text) => ({
      text,
      share: clusteredShare(shares.get(`canary ${text}`) ?? [], level),
    })),
  };
}

async function readItems(files: readonly string[]): Promise<Item[]> {
  const items: Item[] = [];
  for (const file of files)
    for await (const batch of readRows(file))
      for (const { value, row } of batch) {
        const { instruction, output } = value;
        if (typeof instruction !== "string" || typeof output !== "string")
          throw new InputError({ file, row, message: "needs a text in the columns instruction and output" });
        if (output.trim() !== "") items.push({ id: `${items.length}`, instruction, text: output });
      }
  return items;
}
