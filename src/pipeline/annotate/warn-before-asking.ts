// What is odd about a run before anything is asked, each `code: sentence`.
import { countOf } from "../../core/count-of.js";
import type { Judge } from "../../judge/judge.js";
import type { Panel } from "../../judge/panel.js";
import type { MatchedPair } from "../../pairs/match-outputs.js";
import type { Pair } from "../../pairs/pair.js";
import { LikenessCount } from "../integrity/likeness.js";
import type { ModelPairs } from "./read-pairs.js";
import type { ReusedVerdicts } from "./reused-verdicts.js";

/** What the pairs of one model show. */
export class PairWarnings {
  #empty = 0;
  readonly #conflicts = new Set<string>();
  readonly #likeness = new LikenessCount();
  readonly #signs = new Map<string, number>();

  constructor(private readonly model: Pick<ModelPairs, "file" | "generator" | "matched">) {}

  see({ model, conflicts }: MatchedPair): void {
    if (model.output.trim() === "") this.#empty++;
    for (const field of conflicts) this.#conflicts.add(field);
  }

  /** Of a pair that is to be asked. */
  seeAsked(pair: Pair, judge: Judge): void {
    this.#likeness.see(pair.model.output);
    for (const { side, reason } of judge.suspiciousOutputs(pair)) {
      const what = `${reason} in outputs of ${pair[side].generator}`;
      this.#signs.set(what, (this.#signs.get(what) ?? 0) + 1);
    }
  }

  about(): string[] {
    const { file, generator, matched } = this.model;
    const { withoutModel, withoutBaseline, nearMisses, duplicates } = matched;
    const warnings: string[] = [];
    if (withoutModel.length + withoutBaseline.length > 0)
      warnings.push(
        `unmatched: ${file}: ${countOf(withoutModel.length, "instruction")} of the baseline without an answer, ${countOf(withoutBaseline.length, "answer")} without a baseline (${countOf(nearMisses.length, "near miss", "near misses")})`,
      );
    if (duplicates.length > 0)
      warnings.push(
        `duplicates: ${file}: ${countOf(duplicates.length, "instruction")} repeated; the first row of each counts`,
      );
    if (this.#conflicts.size > 0)
      warnings.push(
        `conflicts: ${file}: differs from the baseline's file in ${[...this.#conflicts].join(", ")}; the baseline's values are used`,
      );
    if (this.#empty > 0)
      warnings.push(
        `empty-outputs: ${generator}: ${countOf(this.#empty, "empty answer")}; judged like any other`,
      );
    const constant = this.#likeness.most();
    if (constant > 0)
      warnings.push(
        `constant-outputs: ${generator}: ${constant} of ${countOf(this.#likeness.outputs, "answer")} are one, or nearly one; an answer that ignores the instruction can fool a judge`,
      );
    return warnings;
  }

  /** Outputs that hold what could steer a judge, counted by what they hold. */
  get signs(): ReadonlyMap<string, number> {
    return this.#signs;
  }
}

export function warnBeforeAsking(
  models: readonly PairWarnings[],
  judge: Judge | Panel,
  reused: ReusedVerdicts,
): string[] {
  return [
    ...models.flatMap((model) => model.about()),
    ...warnAboutJudge(judge),
    ...warnAboutSigns(models),
    ...warnAboutReuse(reused, judge),
  ];
}

function warnAboutJudge(judge: Judge | Panel): string[] {
  const notes = judge.notes.map((note) => `judge: ${note}`);
  return judge.name === "offline" ? [...notes, `offline-judge: ${judge.comparable}`] : notes;
}

function warnAboutSigns(models: readonly PairWarnings[]): string[] {
  const counts = new Map<string, number>();
  for (const { signs } of models)
    for (const [what, count] of signs) counts.set(what, (counts.get(what) ?? 0) + count);
  return [...counts].map(
    ([what, count]) => `suspicious-outputs: ${count} × ${what}; shown to the judge as plain text`,
  );
}

function warnAboutReuse(
  { preferenceByPair, annotators, warnings }: ReusedVerdicts,
  judge: Judge | Panel,
): readonly string[] {
  const others = annotators.filter((annotator) => annotator !== judge.name);
  if (others.length === 0) return warnings;
  return [
    ...warnings,
    `reused: ${countOf(preferenceByPair.size, "verdict")} of ${others.join(", ")} are taken over as those of ${judge.name}`,
  ];
}
