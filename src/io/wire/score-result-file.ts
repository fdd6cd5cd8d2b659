// What `lceval score -o FILE.json` writes, read back: scores of models, with influence values by instruction.
import { z } from "zod";
import { InputError } from "../../core/errors.js";
import { nameOfPath, peekBytes } from "../bytes/byte-source.js";
import { parseJson } from "../rows/parse-json.js";
import { readText } from "../rows/read-text.js";
import { describeFileIssues } from "./describe-file-issues.js";

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

/** Members that nobody here reads are let through, for whoever writes the results again. */
const scoreResult = z.looseObject({
  generator: z.string(),
  baseline: z.string(),
  annotator: z.string().nullable(),
  /** Results of 0.1 say no more of the judge than its name. */
  judge: z
    .looseObject({
      members: z.array(member).optional(),
      /** Models that the replies came from. */
      served_models: z.array(z.string()).optional(),
      order: z.enum(["baseline-first", "model-first", "both"]).nullish(),
    })
    .optional(),
  win_rate: percent,
  n_total: z.number().int().positive(),
  n_wins: count,
  n_wins_base: count,
  n_draws: count,
  n_unjudged: z.record(z.string(), z.number()).default({}),
  /** Pairs that a rule left out. */
  n_unasked: count.optional(),
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
  n_one_sided: count.optional(),
  length_controlled_winrate_cv: percent.nullish(),
  win_rate_interval: interval.nullable(),
  length_controlled_interval: interval.nullable(),
  win_rate_bounds: bounds.nullable().default(null),
  length_controlled_bounds: bounds.nullable().default(null),
  recipe: z.string(),
  coefficients: z.record(z.string(), z.number().nullable()).nullable(),
  strength: z.object({ rule: z.string(), C: z.number().positive() }).nullable(),
  difficulty_source: z.string(),
  coverage: z.object({
    rows: z.number(),
    clusters: z.number(),
    effective_clusters: z.number().optional(),
    calibration: z.number().nullable(),
  }),
  /** `shift` in percent. */
  calibration_noise: z.object({ reliability: z.number().gt(0).max(1), shift: z.number() }).nullish(),
  warnings: z.array(z.string()).default([]),
  converged: z.boolean().nullable().default(null),
  influence: influence.optional(),
});

const scoreResultFile = z.object({ schema_version: z.literal(1), results: z.array(scoreResult).min(1) });

/** What `docs/lceval.result.schema.json` is made of: what is read here, and tables that are only shown. */
export const documentedResults = z.looseObject({
  schema_version: z.literal(1),
  results: z
    .array(
      scoreResult.extend({
        covariates: z.looseObject({}).nullish(),
        health: z.looseObject({}).nullish(),
        macro: z.looseObject({}).nullish(),
      }),
    )
    .min(1),
});

export type ScoreResult = z.infer<typeof scoreResult>;

const headBytes = 4096;

/**
 * Whether a file holds results rather than annotations: an object that begins with its schema's version.
 *
 * @throws InputError when it cannot be read
 */
export async function isScoreResultFile(path: string): Promise<boolean> {
  const head = (await peekBytes(path, headBytes)).toString("utf8", 0, headBytes);
  return /^\uFEFF?\s*\{\s*"schema_version"\s*:/.test(head);
}

/** @throws InputError naming every field that is wrong, or that the file is a leaderboard */
export async function readScoreResultFile(path: string): Promise<ScoreResult[]> {
  const file = nameOfPath(path);
  const value = parseResult(await readText(path), file);
  const parsed = scoreResultFile.safeParse(value);
  if (parsed.success) return parsed.data.results;
  if (typeof value === "object" && value !== null && "ranked_by" in value)
    throw new InputError(
      { file, message: "is a leaderboard, whose rows do not hold all that was scored" },
      { hint: "give the annotations, or the results of `lceval score -o FILE.json`, that it was made of" },
    );
  throw new InputError(describeFileIssues(file, value, parsed.error.issues), {
    hint: "a result is what `lceval score -o FILE.json` writes",
  });
}

/** The one value of a file; judgements, which are many lines or an array, are told what would make a result of them. */
function parseResult(text: string, file: string): unknown {
  const isMany = /^\s*(\[|\{[^\n]*\}[ \t\r]*\n\s*\{)/.test(text);
  if (!isMany) return parseJson(text, file);
  throw new InputError(
    { file, message: "holds rows, and not the result of a score" },
    { hint: `if they are judgements: lceval score ${file} -o result.json, and name result.json here` },
  );
}
