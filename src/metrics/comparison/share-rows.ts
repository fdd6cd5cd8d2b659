// Models on unlike sets of instructions → the same models on the instructions that all of them have, fitted anew there:
// what one model did on instructions that the other never saw says nothing about the difference between them.
import { InputError } from "../../core/errors.js";
import type { ComparableModel } from "./comparable-model.js";

/** `shared`: over the instructions that all have. `own`: each over its own, whatever the others'. */
export type RowsToCompare = "shared" | "own";

/** Below it a leaderboard wants to be told which rows are meant. */
export const mostlyShared = 0.95;

export interface SharedRows {
  readonly models: readonly ComparableModel[];
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/**
 * What a rule left out of one model is hidden in all: their rates are over the same verdicts.
 * Models whose rows are not known are left as they are. Where one has other instructions and cannot be fitted anew, all
 * are left whole and lose what pairs them.
 *
 * @throws InputError when no instruction is shared
 */
export function shareRows(models: readonly ComparableModel[]): SharedRows {
  const known = models.filter(({ rows }) => rows !== null);
  const shared = sharedInstructions(known);
  const hidden = new Set(known.flatMap(({ unasked = [] }) => [...unasked]));
  const isWhole = (model: ComparableModel) =>
    countInstructions(model) === shared.size && (model.unasked?.size ?? 0) === hidden.size;
  if (known.every(isWhole)) return { models, warnings: [] };
  if (shared.size === 0)
    throw new InputError(
      { message: `no instruction is shared by ${known.map(({ generator }) => generator).join(" and ")}` },
      { hint: "--rows own compares each over its own instructions, unpaired" },
    );
  const stuck = known.filter((model) => !isWhole(model) && model.rescore === null);
  if (stuck.length > 0) return { models: models.map(unpair), warnings: stuck.map(warnOfStuck) };
  // also those that have no others are fitted anew: equal rows then give equal figures to the last bit
  const cut = (model: ComparableModel): ComparableModel =>
    model.rows === null || model.rescore === null
      ? model
      : {
          ...model.rescore({ keep: shared, ...(hidden.size > 0 && { hide: hidden }) }),
          whole: model.whole ?? model,
        };
  return { models: models.map(cut), warnings: [] };
}

/** The instructions that all of the models have; models without rows are taken to have them. */
export function sharedInstructions(models: readonly ComparableModel[]): Set<string> {
  const [first, ...others] = models.flatMap(({ rows }) => (rows ? [new Set(rows.instructionIds)] : []));
  return new Set([...(first ?? [])].filter((id) => others.every((other) => other.has(id))));
}

/** Of the model as it was, before it was cut. Its clusters where rows are not known. */
export function countInstructions({ rows, clusters }: ComparableModel): number {
  return rows === null ? clusters : new Set(rows.instructionIds).size;
}

const unpair = (model: ComparableModel): ComparableModel => ({
  ...model,
  rows: null,
  rates: {
    raw: model.rates.raw && { ...model.rates.raw, influence: null },
    lengthControlled: model.rates.lengthControlled && { ...model.rates.lengthControlled, influence: null },
  },
});

const warnOfStuck = ({ generator, whyWhole }: ComparableModel) =>
  `unpaired-whole: ${generator} has other instructions than it is compared with and can only be compared unpaired and whole: ${whyWhole ?? "its rows are not known"}`;
