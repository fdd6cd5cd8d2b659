// A table of scores, and which of its models are concise and verbose variants of one another → how far prompting for
// length moves each metric, by all variants and by one kind of them at a time, and how far sampling alone would; and, given
// annotations, what cutting the lost answers gains.
import { InputError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { isSpared, truncateAdversarially } from "../../metrics/correlation/adversarial-truncation.js";
import {
  compareSpreads,
  type GameabilityAnalysis,
  type MetricScale,
  relativeSpread,
  type SampledVariants,
  type SpreadOfVariants,
  spreadOfEquals,
  type TruncationGain,
  type VariantSpread,
} from "../../metrics/correlation/relative-spread.js";
import type { BootstrapSettings } from "../../metrics/rates/bootstrap.js";
import { scoreModel } from "../../metrics/score/score-model.js";
import { standardDeviation } from "../../numerics/moments.js";
import { readObservations } from "../observations/read-observations.js";
import { resolveRequest } from "../options/check-request.js";
import { loadCalibration } from "../score/load-calibration.js";
import { scoreDefaults } from "../score/score-request.js";
import { readStandardErrors } from "../tables/read-score-column.js";
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
  const readMetric = (column: string): Metric => ({
    values: readNumbersByName(table, names, findColumn(table, column)),
    standardErrors: readStandardErrors(table, names, column),
  });
  const metrics = [readMetric(columns[0]), readMetric(columns[1])] as const;
  const groups =
    request.variants === undefined
      ? groupBySuffix(new Set(metrics.flatMap(({ values }) => [...values.keys()])))
      : readGroups(await readTable(request.variants));
  const spread = spreadVariants(null, groups, metrics, settings);
  if (spread === null)
    throw new InputError(
      { file: table.file, message: "no model has scores for two or more of its variants" },
      { hint: "Name the variants in a file with columns model and generator: --variants FILE." },
    );
  return {
    ...settings,
    columns,
    models: [...groups].map(([model, generators]) => spreadOf(model, generators, metrics)),
    spread,
    kinds: [...groupByKind(groups)].flatMap(
      ([kind, ofKind]) => spreadVariants(kind, ofKind, metrics, settings) ?? [],
    ),
    scale: measureScale(metrics, groups),
    truncation: request.annotations ? await measureTruncation(request.annotations, request, settings) : [],
  };
}

/** By the name of a variant. */
interface Metric {
  readonly values: ReadonlyMap<string, number>;
  readonly standardErrors: ReadonlyMap<string, number> | null;
}

/** Variants by model. */
type Groups = ReadonlyMap<string, readonly string[]>;

function spreadOf(
  model: string,
  generators: readonly string[],
  metrics: readonly [Metric, Metric],
): VariantSpread {
  const [first, second] = metrics.map(({ values }) => generators.map((name) => values.get(name) ?? null));
  const spread = (values: readonly (number | null)[]) =>
    relativeSpread(values.filter((value) => value !== null));
  return { model, generators, values: [first!, second!], spreads: [spread(first!), spread(second!)] };
}

/** Over the models that have it for both metrics; null where none has. */
function spreadVariants(
  kind: string | null,
  groups: Groups,
  metrics: readonly [Metric, Metric],
  settings: BootstrapSettings,
): SpreadOfVariants | null {
  const both = [...groups].flatMap(([model, generators]) => {
    const {
      spreads: [first, second],
    } = spreadOf(model, generators, metrics);
    return first.value === null || second.value === null
      ? []
      : [{ generators, first: first.value, second: second.value }];
  });
  if (both.length === 0) return null;
  const ofEquals = ({ values, standardErrors }: Metric) => {
    if (standardErrors === null || settings.replicates === 0) return null;
    const models = both.map(({ generators }): SampledVariants => {
      const scored = generators.filter((name) => values.has(name));
      return {
        values: scored.map((name) => values.get(name)!),
        standardErrors: scored.flatMap((name) => standardErrors.get(name) ?? []),
      };
    });
    const isComplete = models.every((model) => model.values.length === model.standardErrors.length);
    return isComplete ? spreadOfEquals(models, settings) : null;
  };
  return {
    kind,
    models: both.length,
    ...compareSpreads(both, settings),
    ofEquals: [ofEquals(metrics[0]), ofEquals(metrics[1])],
  };
}

/** Each model itself with its variants of one kind: `m`, `m_concise` and `m-verbose` → concise `m`, `m_concise`; … */
function groupByKind(groups: Groups): Map<string, Map<string, string[]>> {
  const kinds = new Map<string, Map<string, string[]>>();
  for (const [model, generators] of groups) {
    if (!generators.includes(model)) continue;
    for (const generator of generators) {
      if (generator === model) continue;
      const kind = generator.startsWith(model)
        ? generator.slice(model.length).replace(/^[\s_.:/-]+/, "")
        : "other";
      const models = kinds.get(kind) ?? new Map<string, string[]>();
      models.set(model, [...(models.get(model) ?? [model]), generator]);
      kinds.set(kind, models);
    }
  }
  return kinds;
}

/** Null for fewer than three models besides the variants, and where a metric does not vary. */
function measureScale([first, second]: readonly [Metric, Metric], groups: Groups): MetricScale | null {
  const variants = new Set(
    [...groups].flatMap(([model, generators]) => generators.filter((name) => name !== model)),
  );
  const models = [...first.values.keys()].filter((name) => second.values.has(name) && !variants.has(name));
  const deviation = ({ values }: Metric) => standardDeviation(models.map((name) => values.get(name)!));
  const [ofFirst, ofSecond] = [deviation(first), deviation(second)];
  return models.length < 3 || !(ofFirst > 0 && ofSecond > 0)
    ? null
    : { models: models.length, ratio: ofFirst / ofSecond };
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
  const groups = groupBy(variants, "of", "is");
  return new Map([...groups].map(([of, names]) => [of, [...new Set(names)]]));
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
