// Models to be ranked, some judged on other instructions than others → what is ranked by, and what is held against one
// another. A ranking over unlike sets says as much about the sets as about the models, so it has to be asked for.
import { countOf } from "../../core/count-of.js";
import { InputError, UsageError } from "../../core/errors.js";
import { type PublishedBoard, publishedInstructions } from "../../io/wire/published-leaderboard.js";
import {
  countInstructions,
  mostlyShared,
  type RowsToCompare,
  sharedInstructions,
} from "../../metrics/comparison/share-rows.js";
import type { LoadedModel } from "./stored-model.js";

export interface SettledRows {
  /** As they are ranked and shown. */
  readonly shown: readonly LoadedModel[];
  /** On the instructions that all of them have: for rank sets and rates between them. */
  readonly paired: readonly LoadedModel[];
  /** Each is ranked by its own instructions, which are not the others'. */
  readonly areApart: boolean;
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/** @throws InputError (exit 3) for unlike sets without a word on which rows are meant, or that cannot be shared */
export function settleRows(
  models: readonly LoadedModel[],
  {
    rows,
    published,
  }: { readonly rows?: RowsToCompare | undefined; readonly published?: PublishedBoard | undefined },
): SettledRows {
  if (published !== undefined && rows === "shared")
    throw new UsageError("the published models are known over all of their instructions only", {
      hint: "--rows own ranks each by its own instructions",
    });
  const shared = sharedInstructions(models);
  const counts = models.map(countInstructions);
  const isWhole = (at: number) => models[at]!.rows !== null && counts[at] === shared.size;
  const asTheyAre = { shown: models, paired: models, areApart: false, warnings: [] };
  const ofBoard = published === undefined ? [] : [publishedInstructions];
  const known = models.some(({ rows: known }) => known) ? [shared.size] : [];
  const [least, most] = [Math.min(...known, ...counts), Math.max(...counts, ...ofBoard)];
  const isUnlike = least < mostlyShared * most;
  if (isUnlike && rows === undefined) throw unlike(models, least, most, published);
  if (rows === "own") return isUnlike ? apart(models) : asTheyAre;
  if (models.every((_, at) => isWhole(at))) return asTheyAre;
  if (rows === "shared") {
    const cut = cutAll(models, shared);
    return { ...asTheyAre, shown: cut, paired: cut };
  }
  const canCut = models.every((model) => model.rows !== null && model.rescore !== null);
  return canCut ? { ...asTheyAre, paired: cutAll(models, shared) } : asTheyAre;
}

function unlike(models: readonly LoadedModel[], least: number, most: number, board?: PublishedBoard) {
  const counts = models.map((model) => `${model.generator} on ${countInstructions(model)}`);
  const listed = counts.length > 6 ? [...counts.slice(0, 5), `${counts.length - 5} more`] : counts;
  return new InputError(
    {
      message: `the models were judged on unlike instructions (${listed.join(", ")}): of ${most} only ${least} are shared by all`,
    },
    {
      hint: `${board ? "" : "--rows shared ranks by those that all have, "}--rows own each by its own`,
    },
  );
}

const apart = (models: readonly LoadedModel[]): SettledRows => ({
  shown: models,
  paired: models,
  areApart: true,
  warnings: [
    "unlike-rows: each model is ranked by its own instructions, which are not the others'; there are no rank sets",
  ],
});

/** @throws InputError naming every model that cannot be fitted anew */
function cutAll(models: readonly LoadedModel[], shared: ReadonlySet<string>): LoadedModel[] {
  if (shared.size === 0)
    throw new InputError({ message: `${countOf(models.length, "model")} share no instruction` });
  const stuck = models.filter(({ rows, rescore }) => rows === null || rescore === null);
  if (stuck.length > 0)
    throw new InputError(
      stuck.map(({ generator, whyWhole }) => ({
        message: `${generator} cannot be scored on the shared instructions: ${whyWhole ?? "its instructions are not known"}`,
      })),
    );
  return models.map(({ rescore }) => rescore!({ keep: shared }));
}
