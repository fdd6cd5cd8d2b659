// A judge and answers → what form alone does to its verdicts: twins of the same words in both orders, a null twin that
// differs in white space, and answers that hold nothing.

import { join } from "node:path";
import { InputError } from "../../core/errors.js";
import { readRows } from "../../io/rows/read-rows.js";
import { readJudge } from "../../io/wire/judge-of-row.js";
import { packageFolder } from "../../io/wire/package-files.js";
import { canaries, drawForms, probedFeatures, renderTwin } from "../../judge/probe/probe-twins.js";
import { type JudgeMember, namedJudge } from "../../length-control/judge-identity.js";
import { fitProbe, type ProbedPair } from "../../metrics/judge-bias/fit-probe.js";
import { clusteredShare } from "../../metrics/rates/clustered-mean.js";
import type { JudgeProbe } from "../../report/probe-report.js";
import { judge as judgePairs } from "../annotate/judge.js";
import type { StopSignals } from "../asking/asking-request.js";
import { resolveRequest } from "../options/check-request.js";
import type { Resolved } from "../options/option-table.js";
import { type ProbeRequest, probeOptions } from "./probe-request.js";

type ResolvedProbe = Resolved<ProbeRequest, typeof probeOptions>;

interface Item {
  readonly id: string;
  readonly instruction: string;
  readonly text: string;
}

const canaryItems = 30;
const usual = 200;
/** Verdicts of win and loss say less each: a second lot is asked where the first leaves a wider error than this. */
const widestOfHard = 0.12;
const example = ["model.jsonl", "baseline.jsonl", "answers.jsonl"].map((name) =>
  join(packageFolder, "data", "example", name),
);

/** @throws UsageError, InputError (3) for answers that cannot be read, JudgeUnusableError (4) */
export async function probeJudge(given: ProbeRequest, signals: StopSignals = {}): Promise<JudgeProbe> {
  const request = resolveRequest("judgesProbe", probeOptions, given);
  const { outputs, items: most, level } = request;
  const known = (await readItems(outputs ?? example)).slice(0, most ?? 2 * usual);
  if (known.length < 2) throw new InputError({ message: "two answers at least are needed to probe a judge" });
  const seen: Seen = {
    twins: [],
    shares: new Map(),
    unjudged: 0,
    costUsd: 0,
    name: request.judge,
    members: new Map(),
  };
  let asked = Math.min(known.length, most ?? usual);
  await askAbout(known.slice(0, asked), { request, signals, seen, isFirst: true });
  const measure = () => {
    if (new Set(seen.twins.map(({ item }) => item)).size < 2)
      throw new InputError({ message: "fewer than two pairs of twins have a verdict" });
    return fitProbe(seen.twins, probedFeatures, level);
  };
  let effects = measure();
  const isHard = seen.twins.every(({ preference }) => preference * 2 === Math.round(preference * 2));
  if (isHard && asked < known.length && effects.some(({ standardError: e }) => e > widestOfHard)) {
    await askAbout(known.slice(asked), { request, signals, seen, isFirst: false });
    asked = known.length;
    effects = measure();
  }
  const shareOf = (kind: string) => clusteredShare(seen.shares.get(kind) ?? [], level);
  const nullTwin = shareOf("null");
  return {
    judge: { ...namedJudge(seen.name), members: [...seen.members.values()] },
    level,
    items: asked,
    outputs: outputs ?? null,
    unjudged: seen.unjudged,
    effects,
    nullTwin,
    isSteady:
      nullTwin.interval === null || (nullTwin.interval.lower <= 0.5 && nullTwin.interval.upper >= 0.5),
    canaries: canaries.map((text) => ({ text, share: shareOf(`canary ${text}`) })),
  };
}

interface Seen {
  readonly twins: ProbedPair[];
  /** By kind of pair: what was preferred to the answer as it is. */
  readonly shares: Map<string, { value: number; cluster: string }[]>;
  unjudged: number;
  costUsd: number;
  /** As its lines name it. */
  name: string;
  readonly members: Map<string | null, JudgeMember>;
}

async function askAbout(
  items: readonly Item[],
  {
    request: { outputs: _, items: _most, level: _level, budgetUsd, ...asking },
    signals,
    seen,
    isFirst,
  }: { request: ResolvedProbe; signals: StopSignals; seen: Seen; isFirst: boolean },
): Promise<void> {
  const pairs = items.flatMap((item, at) => {
    const forms = drawForms(item.id, asking.seed);
    const [one, other] = forms.map((form) => renderTwin(item.text, form));
    return [
      { kind: "twin", item, one: one!, other: other!, forms },
      { kind: "null", item, one: `${item.text} \n`, other: item.text, forms },
      ...(isFirst && at < canaryItems
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
  const left = budgetUsd === undefined ? {} : { budgetUsd: Math.max(0, budgetUsd - seen.costUsd) };
  for await (const line of judgePairs(
    { ...asking, ...left, outputs: rowOf("one"), baseline: rowOf("other"), idColumn: "id", order: "both" },
    signals,
  )) {
    const { kind, item, forms } = pairs[Number(line.instruction_id)]!;
    const { judgeName: name, judgeModel: model, fingerprint } = readJudge(line.judge);
    seen.members.set(fingerprint, { name, model, fingerprint });
    seen.name = String(line.annotator);
    seen.costUsd += Number(line.price_per_example ?? 0);
    if (typeof line.preference !== "number") seen.unjudged++;
    else if (kind === "twin")
      seen.twins.push({
        item: item.id,
        differences: Object.fromEntries(
          probedFeatures.map((feature) => [feature, Number(forms[0][feature]) - Number(forms[1][feature])]),
        ),
        isShownFirst: line.order === "model-first",
        preference: line.preference - 1,
      });
    else {
      const known = seen.shares.get(kind) ?? [];
      seen.shares.set(kind, known);
      known.push({ value: line.preference - 1, cluster: item.id });
    }
  }
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
