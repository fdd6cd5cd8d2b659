// A probe's result beside annotations, NAME.probe.json after the judge's name → what `score` says of the length term.
import { basename, dirname, join } from "node:path";
import { InputError } from "../../core/errors.js";
import type { RowInput } from "../../io/rows/located-row.js";
import { readTextIfPresent } from "../../io/rows/read-text.js";
import { isSameJudge, type JudgeIdentity, namedJudge } from "../../length-control/judge-identity.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { expandModelPaths } from "../annotation-files/model-paths.js";

interface Probe {
  readonly judge: Pick<JudgeIdentity, "name" | "members">;
  /** Of twice the length, on the logit. */
  readonly length: { readonly coefficient: number; readonly lower: number; readonly upper: number };
  readonly isSteady: boolean;
}

/** At most that part of the length term is much less. */
const muchLess = 0.5;

/**
 * A sentence for each model whose judge, the same as far as is known, was probed.
 * @throws InputError for a file of that name that holds no probe
 */
export async function findProbes(
  scores: readonly ModelScore[],
  files: readonly RowInput[],
): Promise<Map<string, string>> {
  const folders = new Set((await expandModelPaths(files)).map(({ path }) => dirname(path)));
  const found = new Map<string, string>();
  for (const { generator, judgedBy, lengthControlled } of scores) {
    const { name } = judgedBy;
    const slope = lengthControlled?.coefficients.length;
    // a file says what its judge is called: a name leads to no other folder
    if (name === null || basename(name) !== name || typeof slope !== "number") continue;
    for (const folder of folders) {
      const path = join(folder, `${name}.probe.json`);
      const text = await readTextIfPresent(path);
      if (text === null) continue;
      const probe = readProbe(text, path);
      if (isSameJudge({ ...namedJudge(name), ...probe.judge }, judgedBy))
        found.set(generator, describe(probe, slope, basename(path)));
    }
  }
  return found;
}

function readProbe(text: string, path: string): Probe {
  try {
    const { judge, effects, null_twin: twin } = JSON.parse(text);
    const length = effects.find(({ feature }: { feature: unknown }) => feature === "length100");
    const ends = [length.coefficient, length.lower, length.upper];
    if (!ends.every(Number.isFinite) || !Array.isArray(judge.members)) throw new Error("not a probe");
    return { judge, length, isSteady: twin.is_steady === true };
  } catch {
    throw new InputError(
      { file: path, message: "is not what `lceval judges probe` writes as JSON" },
      { hint: `make it anew with -o ${path}, or take it away` },
    );
  }
}

function describe({ length, isSteady }: Probe, slope: number, file: string): string {
  if (!isSteady) return `its judge tells an answer from itself with more white space (${file})`;
  const [beta, lower, upper] = [length.coefficient, length.lower, length.upper].map((value) =>
    value.toFixed(2),
  );
  const tooMuch = length.upper < -slope * muchLess ? ": that takes content out, too" : "";
  return `twice the length alone moves its judge by ${beta} [${lower}, ${upper}] on the logit (${file}), the length term by up to ${(-slope).toFixed(2)}${tooMuch}`;
}
