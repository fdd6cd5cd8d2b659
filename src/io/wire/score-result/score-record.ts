// A scored model as `lceval score --format json` states it and `-o FILE.json` keeps it, with influence values by instruction:
// rates in percent, preferences from 1 to 2, names in snake_case. Its other two directions stand beside it: `to-score-record.ts`
// writes it, `from-score-record.ts` reads it.
import { z } from "zod";

const percent = z.number().min(0).max(100);
const interval = z.object({
  lower: percent,
  upper: percent,
  level: z.number().gt(0).lt(1),
  method: z.string(),
  standard_error: z.number().nonnegative(),
  /** What the interval is made of at any level; results of 0.1 do not have it. Jumps in percent. */
  trials: z.number().min(1).optional(),
  degrees_of_freedom: z.number().min(1).optional(),
  jump_up: z.number().optional(),
  jump_down: z.number().optional(),
});

const numbers = z.array(z.number().nullable());
const bounds = z.object({ lower: percent, upper: percent });

/** By row, in the same order. Influence in percent; preferences on the wire's scale. */
const influence = z
  .object({
    instruction_id: z.array(z.string()),
    /** Null: each row's instruction. */
    cluster: z.array(z.string()).nullable(),
    preference: z.array(z.number().min(1).max(2).nullable()),
    win_rate: z.array(z.number()),
    length_controlled_winrate: z.array(z.number()).nullable(),
    /** By covariate name, in units of the coefficient. */
    coefficients: z.record(z.string(), z.array(z.number())).nullish(),
    /** What a fit to some of the rows needs; results of 0.1 do not have it. Lengths in code points. */
    text_id: z.array(z.string()).nullish(),
    baseline_length: numbers.optional(),
    model_length: numbers.optional(),
    difficulty: numbers.nullish(),
    /** By covariate name: the baseline's count minus the model's. */
    differences: z.record(z.string(), numbers).nullish(),
    /** Of the folds. */
    seed: z.number().int().nonnegative().default(0),
    /** Of a run that a rule ended: what it left out. */
    is_unasked: z.array(z.boolean()).nullish(),
    /** Of pairs that lack a verdict in one of two orders: between what the preference could be. */
    possible: z.array(z.tuple([z.number().min(1).max(2), z.number().min(1).max(2)]).nullable()).nullish(),
  })
  .refine(
    ({ instruction_id, coefficients, differences, seed: _, ...columns }) =>
      [columns, coefficients ?? {}, differences ?? {}]
        .flatMap((group): (readonly unknown[] | null | undefined)[] => Object.values(group))
        .every((column) => !column || column.length === instruction_id.length),
    { message: "needs columns of one length" },
  );

const count = z.number().int().nonnegative();
const nameOrNull = z.string().nullable();
const member = z.object({ name: nameOrNull, model: nameOrNull, fingerprint: nameOrNull });

/** How steady the judge was: rates in percent, standard deviations in points of the preference; null where the file cannot tell. */
interface Steadiness {
  /** The model that was asked; null where the file does not say, or several were. */
  readonly model?: string | null;
  readonly fingerprint?: string | null;
  readonly n_judgements?: number;
  readonly n_jurors?: number;
  readonly first_position_rate?: number | null;
  readonly n_order_known?: number;
  readonly flip_rate?: number | null;
  readonly n_both_orders?: number;
  readonly juror_agreement?: number | null;
  readonly repeat_sd?: number | null;
  readonly instruction_sd?: number | null;
}

const judge = z.looseObject({
  members: z.array(member).optional(),
  /** Models that the replies came from; empty where the file does not say. */
  served_models: z.array(z.string()).optional(),
  /** Of all verdicts; null where the file does not say. */
  order: z.enum(["baseline-first", "model-first", "both"]).nullish(),
});

/** What is shown and not read: no further than that it is an object. */
const shown = <T>() => z.looseObject({}).nullish() as unknown as z.ZodOptional<z.ZodNullable<z.ZodType<T>>>;

/** alpaca_eval's columns where it has them, lceval's own beside them. What is optional results of 0.1 do not have. */
const members = {
  generator: z.string(),
  baseline: z.string(),
  annotator: z.string().nullable(),
  judge: judge.optional() as unknown as z.ZodOptional<z.ZodType<JudgeRecord>>,
  win_rate: percent,
  n_total: z.number().int().positive(),
  n_wins: count,
  n_wins_base: count,
  n_draws: count,
  n_unjudged: z.record(z.string(), z.number()).default({}),
  /** Pairs that a rule left out. */
  n_unasked: count.optional(),
  /** How the rates came from two judges; rates in percent. */
  escalation: z
    .object({
      cheap_annotator: z.string().nullable(),
      n_sampled: count,
      worth: z.object({ win_rate: z.number(), length_controlled_winrate: z.number().nullable() }),
      cheap_win_rate: percent,
      cheap_length_controlled_winrate: percent.nullable(),
    })
    .nullish(),
  /** What may have ended the run, and how far it came: `times` are shares of all instructions. */
  sequential: z
    .object({
      rule: z.string(),
      looks: count,
      seed: count,
      instructions: count,
      asked: count,
      look: count,
      times: z.array(z.number().gt(0).max(1)),
    })
    .nullish(),
  avg_length: z.number().nullable(),
  length_controlled_winrate: percent.nullable(),
  standard_error: z.number().nonnegative().nullish(),
  lc_standard_error: z.number().nonnegative().nullish(),
  discrete_win_rate: percent.optional(),
  /** Pairs with a verdict in one of two orders only. */
  n_one_sided: count.optional(),
  length_controlled_winrate_cv: percent.nullish(),
  win_rate_interval: interval.nullable(),
  length_controlled_interval: interval.nullable(),
  /** What the rates would be were all pairs without a verdict losses, or wins; null where all have one. */
  win_rate_bounds: bounds.nullable().default(null),
  length_controlled_bounds: bounds.nullable().default(null),
  recipe: z.string(),
  coefficients: z.record(z.string(), z.number().nullable()).nullable(),
  strength: z.object({ rule: z.string(), C: z.number().positive() }).nullable(),
  difficulty_source: z.string(),
  coverage: z.object({
    rows: z.number(),
    clusters: z.number(),
    /** So many clusters of one size would say as much. */
    effective_clusters: z.number().optional(),
    calibration: z.number().nullable(),
  }),
  /** Reliability of the estimated difficulty, and what its noise may move the rate by, in percent. */
  calibration_noise: z.object({ reliability: z.number().gt(0).max(1), shift: z.number() }).nullish(),
  /** Strong verdicts counted several times; absent without `--strong-weight`. */
  strong_weighted_winrate: percent.optional(),
  strong_weighted_interval: z.object({ lower: percent, upper: percent, level: z.number() }).optional(),
  warnings: z.array(z.string()).default([]),
  converged: z.boolean().nullable().default(null),
  influence: influence.optional(),
  /** What each covariate does to the fit and the rate; null where nothing was fitted. */
  covariates: shown<CovariatesRecord>(),
  health: shown<HealthRecord>(),
  /** Macro averages over the groups of `--by`; null without it. */
  macro: shown<GroupAveragesRecord>(),
};

/** Members that nobody here reads are let through, for whoever writes the results again. */
const file = { schema_version: z.literal(1), results: z.array(z.looseObject(members)).min(1) };

export const scoreRecords = z.object(file);

/** What `docs/lceval.result.schema.json` is made of. */
export const documentedResults = z.looseObject(file);

/** One element of `results`. */
export type ScoreRecord = z.output<z.ZodObject<typeof members>>;
export type InfluenceRecord = NonNullable<ScoreRecord["influence"]>;
export type IntervalRecord = z.output<typeof interval>;
export type BoundsRecord = z.output<typeof bounds>;
export type JudgeRecord = Pick<z.output<typeof judge>, "members" | "served_models" | "order"> & Steadiness;

interface Ends {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/** Shares and worth in percent. */
export interface CovariatesRecord {
  readonly effects: readonly {
    readonly name: string;
    readonly controlled: boolean;
    readonly coefficient: number | null;
    readonly interval: (Ends & { readonly standard_error: number }) | null;
    /** Rate with it controlled minus rate with it kept, in points. */
    readonly worth: number | null;
    readonly below: number;
    readonly equal: number;
    readonly above: number;
    readonly is_interpolation: boolean;
    readonly variance_inflation: number | null;
  }[];
  readonly condition_number: number | null;
}

export interface HealthRecord {
  readonly iterations: number;
  readonly longer_share: number;
  readonly is_interpolation: boolean;
  readonly sensitivity: { readonly lowest: number; readonly highest: number } | null;
  readonly trend: { readonly linear_slope: number; readonly robust_slope: number } | null;
}

interface GroupRates {
  readonly win_rate: number | null;
  readonly win_rate_interval: Ends | null;
  readonly length_controlled_winrate: number | null;
  readonly length_controlled_interval: Ends | null;
}

/** Several columns' values stand in one text, with commas between. */
export interface GroupAveragesRecord extends GroupRates {
  readonly groups: readonly (GroupRates & {
    readonly group: string;
    readonly rows: number;
    readonly judged: number;
  })[];
  readonly within: readonly (GroupRates & { readonly group: string; readonly groups: number })[];
}
