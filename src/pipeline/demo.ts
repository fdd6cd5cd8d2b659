// The whole way on the small data set that comes with lceval: the offline judge compares a model, and the same model
// padded with filler, with a baseline; then both are scored.

import { join } from "node:path";
import { ensureFolder } from "../io/durable/ensure-folder.js";
import { packageFolder } from "../io/wire/package-files.js";
import type { ModelScore } from "../metrics/score/score-model.js";
import { percentText } from "../numerics/percent.js";
import { annotate } from "./annotate/annotate.js";
import type { AnnotateHooks } from "./annotate/annotation-session.js";
import { score } from "./score/score.js";

export interface DemoResult {
  /** The annotation file that was written. */
  readonly annotations: string;
  readonly scores: readonly ModelScore[];
  /** What the run shows, in words, from its own figures. */
  readonly conclusion: string;
}

const example = join(packageFolder, "data", "example");
const [model, padded] = ["example-model", "example-model-padded"] as const;

/** @param folder where the annotation file is written; made when it is not there */
export async function demo(folder: string, hooks: AnnotateHooks = {}): Promise<DemoResult> {
  await ensureFolder(folder);
  const annotations = join(folder, "annotations.jsonl");
  await annotate(
    {
      modelOutputs: [join(example, "model.jsonl"), join(example, "model-padded.jsonl")],
      baseline: join(example, "baseline.jsonl"),
      judge: "offline",
      output: annotations,
    },
    hooks,
  );
  const scores = await score({ annotations: [annotations] });
  return { annotations, scores, conclusion: conclude(scores) };
}

function conclude(scores: readonly ModelScore[]): string {
  const find = (name: string) => scores.find(({ generator }) => generator === name)!;
  const [plain, long] = [find(model), find(padded)];
  const points = (from: number, to: number) =>
    `${to >= from ? "+" : "−"}${percentText(Math.abs(to - from))} points`;
  const percent = (rate: number) => `${percentText(rate, 1)} %`;
  const raw = [plain.winRate.rate, long.winRate.rate] as const;
  const controlled = [plain.lengthControlled!.rate, long.lengthControlled!.rate] as const;
  return [
    `${padded} gives the same answers as ${model}, padded with filler.`,
    `The judge, which likes length, prefers it more often: raw ${percent(raw[0])} → ${percent(raw[1])} (${points(...raw)}).`,
    `At the baseline's length: ${percent(controlled[0])} → ${percent(controlled[1])} (${points(...controlled)}).`,
    `With ${plain.winRate.judged} instructions every interval above is wide, and the offline judge is a fixed heuristic: these figures show how the tool works and are comparable with no published number.`,
  ].join(" ");
}
