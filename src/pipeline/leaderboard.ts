// Files of annotations or results → a ranking, alone or among the models of a published leaderboard.
import { InputError, UsageError } from "../core/errors.js";
import { type PublishedBoard, publishedBoards } from "../io/wire/published-leaderboard.js";
import { describeJudge } from "../length-control/judge-identity.js";
import { checkComparable } from "../metrics/comparison/compare-models.js";
import { checkSameFit, nameSome } from "../metrics/comparison/same-fit.js";
import { type Leaderboard, type LeaderboardOptions, rankModels } from "../metrics/leaderboard/leaderboard.js";
import { type Difficulties, strengthOf } from "../metrics/leaderboard/rate-between.js";
import type { ScoredModel } from "../metrics/score/scored-model.js";
import type { RankedModel } from "../report/leaderboard/leaderboard-record.js";
import { type LeaderboardRequest, leaderboardOptions, type RatingAnchor } from "./leaderboard-request.js";
import { loadPublishedModels } from "./models/load-published-models.js";
import { loadScoredModels } from "./models/load-scored-models.js";
import { settleRows } from "./models/settle-rows.js";
import { recordOf } from "./models/stored-model.js";
import { type OrJudgements, takeJudgements } from "./options/judgements-at-hand.js";
import { loadCalibration } from "./score/load-calibration.js";
import { scoreDefaults } from "./score/score-request.js";

export interface LeaderboardResult {
  readonly leaderboard: Leaderboard;
  /** In the order that entries name by position. */
  readonly models: readonly RankedModel[];
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/** @throws InputError (exit 3) for models that cannot stand in one ranking, UsageError (exit 2) for unknown names */
export async function leaderboard(
  given: OrJudgements<LeaderboardRequest, "models">,
): Promise<LeaderboardResult> {
  const request = takeJudgements("leaderboard", leaderboardOptions, given, "models");
  if (request.style !== undefined)
    throw new UsageError("--style is a form of round robins: give --round-robin with it");
  const loaded = await loadScoredModels(request.models, request, "together");
  const warnings = checkComparable(loaded);
  if (request.published !== undefined)
    warnings.push(...holdAgainstBoard(loaded, request.published, request.acrossJudges ?? false));
  const { shown: own, paired, areApart, warnings: ofRows } = settleRows(loaded, request);
  warnings.push(...ofRows);
  const taken = new Set(own.map(({ generator }) => generator));
  const models: RankedModel[] = own.map((model) => ({ model, record: recordOf(model) }));
  if (request.published !== undefined) {
    const published = await loadPublishedModels(request.published, taken);
    const rankable = own.every(hasLengthControlledRate)
      ? published.filter(({ model }) => hasLengthControlledRate(model))
      : published;
    models.push(...rankable);
    if (rankable.length < published.length)
      warnings.push(
        `left-out: ${published.length - rankable.length} of ${published.length} published models have no length-controlled rate`,
      );
  }
  const ranked = models.map(({ model }) => model);
  if (ranked.every(({ rates }) => rates.lengthControlled)) checkFits(own, ranked);
  const usesCoefficients =
    request.baseline !== undefined || request.matrix === true || request.elo !== undefined;
  const options: LeaderboardOptions = {
    baseline: request.baseline,
    withMatrix: request.matrix ?? false,
    elo: request.elo && settleAnchor(request.elo, ranked[0]!.baseline),
    difficulties: usesCoefficients ? await findDifficulties(ranked, request) : null,
    level: request.level,
    paired: [...paired, ...ranked.slice(own.length)],
    areApart,
  };
  const found = rankModels(ranked, options);
  if (found.rankedBy === "raw" && ranked.some(({ rates }) => rates.lengthControlled))
    warnings.push(
      "ranked-by-raw: not every model has a length-controlled rate, so the ranking is by the raw one",
    );
  if (request.published === undefined) warnings.push(...warnAboutRankSets(ranked, found));
  if (found.baseline === ranked[0]!.baseline) warnings.push(...warnAboutLevels(ranked, options.level));
  return { leaderboard: found, models, warnings };
}

/** Ratings are those of the shared baseline at 1000 unless an anchor says otherwise. */
const settleAnchor = (elo: RatingAnchor | true, baseline: string) =>
  elo === true ? { anchor: baseline, rating: 1000 } : { anchor: elo.anchor ?? baseline, rating: elo.rating };

/** @throws InputError for length-controlled rates of several recipes, the board's among them */
function checkFits(own: readonly ScoredModel[], ranked: readonly ScoredModel[]): void {
  checkSameFit(own);
  checkSameFit(
    ranked,
    "a published board ranks models that were scored by its recipe and difficulty alone; leave --published out",
  );
}

/** One model whose errors are not known leaves all the ranks open. */
function warnAboutRankSets(models: readonly ScoredModel[], found: Leaderboard): string[] {
  if (found.entries.length < 2 || found.entries.some(({ rankSet }) => rankSet !== null)) return [];
  const isRebased = found.baseline !== models[0]!.baseline;
  const unknown = models.filter((model) => !(isRebased ? strengthOf(model)?.influence : model.rows));
  if (unknown.length === 0) return [];
  const why = isRebased
    ? "the error of its coefficients is not known"
    : "its result holds no influence values (score writes them with -o)";
  return [`no-rank-sets: ${nameSome(unknown)}: ${why}`];
}

/** Stored intervals are shown as they were computed. */
function warnAboutLevels(models: readonly ScoredModel[], level: number): string[] {
  const others = models.filter(({ intervals }) =>
    Object.values(intervals).some((interval) => interval !== null && interval.level !== level),
  );
  if (others.length === 0) return [];
  return [
    `stored-level: intervals of ${nameSome(others)} keep the level that their results were scored with; --level (${level}) is that of rank sets`,
  ];
}

const hasLengthControlledRate = ({ rates }: ScoredModel) => rates.lengthControlled !== null;

/** @throws InputError for another baseline, whose rates have no place on the board, and for another judge */
function holdAgainstBoard(
  own: readonly ScoredModel[],
  board: PublishedBoard,
  acrossJudges: boolean,
): string[] {
  const { baseline, annotator } = publishedBoards[board];
  const [model] = own as [ScoredModel];
  if (model.baseline !== baseline)
    throw new InputError(
      { message: `the models of ${board} were compared with ${baseline}, these with ${model.baseline}` },
      { hint: `judge the models against ${baseline}` },
    );
  const foreign = own.filter((each) => each.annotator !== annotator);
  if (foreign.length === 0) return [];
  const judges = [...new Set(foreign.map(({ judgedBy }) => describeJudge(judgedBy)))];
  const who = `the published models were judged by ${annotator}, yours by ${judges.join(", ")}`;
  if (acrossJudges)
    return [`mixed-judges: ${who}; ranks across judges say as much about the judges as about the models`];
  throw new InputError(
    { message: `different judges: ${who}` },
    { hint: "--across-judges ranks them all the same, and says so" },
  );
}

/**
 * γ that the coefficients were fitted with.
 * @throws InputError when models were fitted by different recipes or with another γ than the one at hand
 */
async function findDifficulties(
  models: readonly ScoredModel[],
  { difficulty = scoreDefaults.difficulty }: Pick<LeaderboardRequest, "difficulty">,
): Promise<Difficulties> {
  const fitted = models.filter((model) => strengthOf(model) && model.rates.lengthControlled);
  checkSameFit(fitted);
  const source = fitted[0]?.difficultySource ?? "none";
  if (source.startsWith("none")) return null;
  const { calibration } = await loadCalibration(difficulty);
  if (calibration?.name !== source)
    throw new InputError(
      { message: `the models were fitted with the difficulty of ${source}, which is not at hand` },
      { hint: "give its file: --difficulty FILE" },
    );
  return calibration.difficulty;
}
