// Annotation files → one score a model. A pure function of its files: no network, no clock, no store.

import { FitError, InputError } from "../../core/errors.js";
import { definedMembers } from "../../core/present.js";
import type { RowInput } from "../../io/rows/located-row.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { scoreRescorably } from "../../metrics/score/rescore.js";
import type { ModelScore, ScoreOptions } from "../../metrics/score/score-model.js";
import { type IntegrityFinding, integrityWarnings, isWorthAWarning } from "../../report/integrity-section.js";
import type { JudgedRow } from "../annotation-files/read-annotation-files.js";
import { OutputAudit } from "../integrity/output-audit.js";
import { loadCovariateReading } from "../observations/load-covariate-reading.js";
import { readObservations } from "../observations/read-observations.js";
import { type OrJudgements, takeJudgements } from "../options/judgements-at-hand.js";
import { watchForForeignOrder } from "./foreign-order.js";
import { loadCalibration } from "./load-calibration.js";
import { LabelShareWatch } from "./low-label-shares.js";
import { type MissingByModel, watchForMissing } from "./missing-judgements.js";
import { type ScoreRequest, scoreDefaults, scoreOptions } from "./score-request.js";

/** A checked request, whose rows may be at hand. */
export type RowsToScore = Omit<ScoreRequest, "annotations"> & {
  readonly annotations: readonly RowInput[];
  /** Something is decided by it: lines that runs wrote are held against their checksums and replies. */
  readonly isGated?: boolean | undefined;
  /** Its result is written, which something may be decided by later: they are, too. */
  readonly isKept?: boolean | undefined;
};

/** Observations of every model, and how each is to be scored. */
export interface ModelsToScore {
  readonly models: readonly ModelObservations[];
  readonly options: ScoreOptions;
  /** By model, what the files say of themselves: each `code: sentence`. */
  readonly warnings: ReadonlyMap<string, readonly string[]>;
  /** Of runs that are not at their end. */
  readonly missing: MissingByModel;
  /** What the outputs hold that could steer a judge, where it is worth a warning. */
  readonly findings: readonly IntegrityFinding[];
  /** Of a model whose fit has difficulty that comes with the package. */
  readonly orderWarnings: (generator: string) => readonly string[];
}

/**
 * Reads the files of a request.
 * @param onAny told of every judgement, a strong judge's too
 * @throws InputError (exit 3) for files that cannot be read or used, with every problem found
 */
export async function readModelsToScore(
  request: RowsToScore,
  onAny: (judged: JudgedRow) => void = () => {},
): Promise<ModelsToScore> {
  const { annotations, control, covariates, isGated, isKept, ...options } = {
    ...scoreDefaults,
    ...definedMembers(request),
  };
  const reading = await loadCovariateReading([...control, ...covariates]);
  const missing = options.where ? null : await watchForMissing(annotations);
  const { calibration, mode, isKnown } = await loadCalibration(options.difficulty);
  const orders = mode === "auto" && isKnown ? watchForForeignOrder(isKnown) : null;
  const edits =
    isGated || isKept
      ? await (await import("../verify/edited-verdicts.js")).watchForEdits(annotations)
      : null;
  const audit = new OutputAudit();
  const shares = new LabelShareWatch();
  const onRow = (judged: JudgedRow) => {
    onAny(judged);
    edits?.see(judged);
    if (judged.row.chance !== null) return;
    missing?.see(judged);
    if (judged.kind === "first") audit.see(judged);
    shares.see(judged);
    orders?.see(judged);
  };
  const ofFiles: string[] = [];
  const onWarning = (warning: string) => void ofFiles.push(warning);
  const asked = { ...options, ...reading, isKnown, onRow, onWarning, takesEscalation: true };
  const models = await readObservations(annotations, asked);
  if (models.length === 0) throw new InputError({ message: "the files hold no rows" });
  if (edits) ofFiles.push(...edits.warnings(), ...(isGated ? edits.ofUnknownRuns() : []));
  const preferencesOf = (name: string) =>
    ObservationColumns.of(models.find(({ generator }) => generator === name)?.rows ?? []).preferences;
  const incomplete: MissingByModel = missing?.missing() ?? new Map();
  return {
    models,
    options: { ...options, calibration, mode, covariateChoice: { control, keep: covariates } },
    warnings: new Map(
      models.map(({ generator }) => [
        generator,
        [
          ...ofFiles,
          ...(incomplete.get(generator) ?? []).map(({ warning }) => warning),
          ...shares.warnings(generator),
        ],
      ]),
    ),
    missing: incomplete,
    findings: audit.findings(preferencesOf).filter(isWorthAWarning),
    orderWarnings: orders?.warnings ?? (() => []),
  };
}

/**
 * Scores every model in the given annotation files, or in judgements at hand.
 * @returns one score a model (generator), in the order in which the files name them
 * @throws InputError (exit 3) for files that cannot be read or used, with every problem found; UsageError (exit 2) for
 *   options that the command line would refuse
 */
export async function score(request: OrJudgements<ScoreRequest, "annotations">): Promise<ModelScore[]> {
  return scoreFiles(takeJudgements("score", scoreOptions, request, "annotations"));
}

/** The same for a request that is checked already. */
export const scoreFiles = async (request: RowsToScore): Promise<ModelScore[]> =>
  scoreModels(await readModelsToScore(request));

/** @throws InputError (exit 3) for a model without a verdict, or whose difficulties are only partly known */
export function scoreModels({
  models,
  options,
  warnings,
  findings,
  orderWarnings,
}: ModelsToScore): ModelScore[] {
  return models.map((model) => {
    const score = scoreRescorably(model, options);
    const ofFiles = [
      ...(warnings.get(model.generator) ?? []),
      ...integrityWarnings(findings, model.generator, score.warnings),
    ];
    const ofOrder = score.difficulties ? orderWarnings(model.generator) : [];
    return { ...score, warnings: [...ofFiles, ...score.warnings, ...ofOrder, ...labelOffline(score)] };
  });
}

/**
 * The same scores, for commands that are of no use without their fits.
 * @throws FitError (exit 6) naming every model whose fit failed
 */
export function requireFits(scores: readonly ModelScore[]): readonly ModelScore[] {
  const failed = scores.filter(({ hasFailedFit }) => hasFailedFit);
  if (failed.length === 0) return scores;
  throw new FitError(
    failed.map(({ generator, whyNotControlled }) => `${generator}: ${whyNotControlled}`).join("\n"),
  );
}

/** The offline judge is for trying things; its figures say so wherever they go. */
const labelOffline = ({ annotator }: ModelScore): string[] =>
  annotator === "offline"
    ? ["offline-judge: a fixed heuristic judged here; comparable with no published number"]
    : [];
