// Models on unlike sets of instructions → the same models on the instructions that all of them have, fitted anew there:
// what one model did on instructions that the other never saw says nothing about the difference between them.
import { InputError } from "../../core/errors.js";
import type { ScoredModel } from "../score/scored-model.js";
import { readOnce } from "./rows-read-once.js";

/** `shared`: over the instructions that all have. `own`: each over its own, whatever the others'. */
export type RowsToCompare = "shared" | "own";

/** Below it a leaderboard wants to be told which rows are meant. */
export const mostlyShared = 0.95;

export interface SharedRows {
  readonly models: readonly ScoredModel[];
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/**
 * What a rule left out of one model is hidden in all: their rates are over the same verdicts.
 * Models whose rows are not known are left as they are. Where one has other instructions and cannot be fitted anew, all
 * are left whole and lose what pairs them.
 * @throws InputError when no instruction is shared
 */
export function shareRows(models: readonly ScoredModel[]): SharedRows {
  const known = models.filter(({ rows }) => rows !== null);
  const shared = sharedInstructions(known);
  const hidden = new Set(known.flatMap((model) => [...unaskedOf(model)]));
  const isWhole = (model: ScoredModel) =>
    countInstructions(model) === shared.size && unaskedOf(model).size === hidden.size;
  if (known.every(isWhole)) return { models, warnings: [] };
  if (shared.size === 0)
    throw new InputError(
      { message: `no instruction is shared by ${known.map(({ generator }) => generator).join(" and ")}` },
      { hint: "--rows own compares each over its own instructions, unpaired" },
    );
  const stuck = known.filter((model) => !isWhole(model) && model.rescore === null);
  if (stuck.length > 0) return { models: models.map(unpair), warnings: stuck.map(warnOfStuck) };
  // also those that have no others are fitted anew: equal rows then give equal figures to the last bit
  const cut = (model: ScoredModel): ScoredModel =>
    model.rows === null || model.rescore === null
      ? model
      : {
          ...model.rescore({ keep: shared, ...(hidden.size > 0 && { hide: hidden }) }),
          whole: model.whole ?? model,
        };
  return { models: models.map(cut), warnings: [] };
}

/** The instructions that all of the models have; models without rows are taken to have them. */
export function sharedInstructions(models: readonly ScoredModel[]): Set<string> {
  const [first, ...others] = models.flatMap(({ rows }) => (rows ? [readOnce(rows).clusterOf] : []));
  return new Set([...(first?.keys() ?? [])].filter((id) => others.every((other) => other.has(id))));
}

/** Of the model as it was, before it was cut. Its clusters where rows are not known. */
export function countInstructions({ rows, clusters }: ScoredModel): number {
  return rows === null ? clusters : readOnce(rows).clusterOf.size;
}

/** Instructions that a rule left out. */
export const unaskedOf = ({ rows }: ScoredModel) => readOnce(rows ?? []).unasked;

const unpair = (model: ScoredModel): ScoredModel => ({
  ...model,
  rows: null,
  rates: {
    raw: model.rates.raw && { ...model.rates.raw, influence: null },
    lengthControlled: model.rates.lengthControlled && { ...model.rates.lengthControlled, influence: null },
  },
});

const warnOfStuck = ({ generator, whyWhole }: ScoredModel) =>
  `unpaired-whole: ${generator} has other instructions than it is compared with and can only be compared unpaired and whole: ${whyWhole ?? "its rows are not known"}`;
