// A table of scores, and which of its models are concise and verbose variants of one another → how far prompting for
// length moves each metric; and, given annotations, what cutting the lost answers gains.

import { InputError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { isSpared, truncateAdversarially } from "../../metrics/correlation/adversarial-truncation.js";
import { compareSpreads, relativeSpread } from "../../metrics/correlation/relative-spread.js";
import type { BootstrapSettings } from "../../metrics/rates/bootstrap.js";
import { scoreModel } from "../../metrics/score/score-model.js";
import type {
  GameabilityAnalysis,
  TruncationGain,
  VariantSpread,
} from "../../report/analyze/gameability-report.js";
import { readObservations } from "../observations/read-observations.js";
import { resolveRequest } from "../options/check-request.js";
import { loadCalibration } from "../score/load-calibration.js";
import { scoreDefaults } from "../score/score-request.js";
import { readScoreTable } from "../tables/read-score-table.js";
import {
  findColumn,
  findFirstColumn,
  findModelColumn,
  readCell,
  readNumbersByName,
  readTable,
  type Table,
} from "../tables/read-table.js";
import { type AnalyzeGameabilityRequest, gameabilityOptions } from "./requests/gameability.js";
import { settleBootstrap } from "./settle-bootstrap.js";

/** @throws InputError when a file or column is missing, or no model has two variants */
export async function analyzeGameability(given: AnalyzeGameabilityRequest): Promise<GameabilityAnalysis> {
  const request = resolveRequest("analyzeGameability", gameabilityOptions, given);
  const [suspect, other] = request.scoreColumns ?? ["win_rate", "length_controlled_winrate"];
  const columns = [suspect!, other!] as const;
  const settings = settleBootstrap(request);
  const table = await readScoreTable(request.scores);
  const names = findModelColumn(table, request.modelColumn);
  const values = columns.map((column) => readNumbersByName(table, names, findColumn(table, column)));
  const groups =
    request.variants === undefined
      ? groupBySuffix(new Set(values.flatMap((column) => [...column.keys()])))
      : readGroups(await readTable(request.variants));
  const models = [...groups].map(([model, generators]): VariantSpread => {
    const found = values.map((column) => generators.map((generator) => column.get(generator) ?? null));
    const spread = (column: readonly (number | null)[]) =>
      relativeSpread(column.filter((value) => value !== null));
    return {
      model,
      generators,
      values: [found[0]!, found[1]!],
      spreads: [spread(found[0]!), spread(found[1]!)],
    };
  });
  const both = models.flatMap(({ spreads: [first, second] }) =>
    first.value === null || second.value === null ? [] : [{ first: first.value, second: second.value }],
  );
  if (both.length === 0)
    throw new InputError(
      { file: request.scores, message: "no model has scores for two or more of its variants" },
      { hint: "Name the variants in a file with columns model and generator: --variants FILE." },
    );
  return {
    ...settings,
    columns,
    models,
    spread: { models: both.length, ...compareSpreads(both, settings) },
    truncation: request.annotations ? await measureTruncation(request.annotations, request, settings) : [],
  };
}

/** `claude-2.1`, `claude-2.1_concise`, `claude-2.1_verbose` → one group; names without a variant are left out. */
function groupBySuffix(generators: ReadonlySet<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const generator of [...generators].sort()) {
    const model = generator.replace(/_(concise|verbose)$/, "");
    if (model === generator) continue;
    const variants = [`${model}_concise`, model, `${model}_verbose`];
    groups.set(
      model,
      variants.filter((variant) => generators.has(variant)),
    );
  }
  return groups;
}

function readGroups(table: Table): Map<string, string[]> {
  const model = findColumn(table, "model");
  const generator = findFirstColumn(table, ["generator", "variant"]) ?? findColumn(table, "generator");
  const variants = table.rows.flatMap(({ value }) => {
    const [of, is] = [readCell(value[model]), readCell(value[generator])];
    return of === null || is === null ? [] : [{ of, is }];
  });
  return groupBy(
    variants,
    ({ of }) => of,
    ({ is }) => is,
  );
}

async function measureTruncation(
  annotations: readonly string[],
  { difficulty = scoreDefaults.difficulty, onWarning }: AnalyzeGameabilityRequest,
  { level, seed }: BootstrapSettings,
): Promise<TruncationGain[]> {
  const { calibration, mode, isKnown } = await loadCalibration(difficulty);
  const models = await readObservations(annotations, { isKnown, onWarning });
  const options = {
    recipe: undefined,
    calibration,
    mode,
    strength: scoreDefaults.strength,
    interval: "none",
    level,
    seed,
  } as const;
  return models.map((model) => {
    const attacked = { ...model, rows: truncateAdversarially(model.rows) };
    const [before, after] = [scoreModel(model, options), scoreModel(attacked, options)];
    const controlled = [before.lengthControlled, after.lengthControlled];
    return {
      generator: model.generator,
      raw: { before: before.winRate.rate, after: after.winRate.rate },
      lengthControlled:
        controlled[0] && controlled[1] ? { before: controlled[0].rate, after: controlled[1].rate } : null,
      kept: model.rows.filter(isSpared).length,
      rows: model.rows.length,
    };
  });
}
