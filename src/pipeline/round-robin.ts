// Files of judgements between any models, on either side → wins, ties and losses of each pair, and ratings.
import { countOf } from "../core/count-of.js";
import { InputError, UsageError } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import { ProblemList } from "../io/rows/problem-list.js";
import type { VoteRule } from "../io/wire/annotation-reading.js";
import type { AnnotationRow } from "../io/wire/annotation-row.js";
import { majorityOf } from "../judge/combine-jury.js";
import { type Game, rateRoundRobin } from "../metrics/leaderboard/round-robin.js";
import { mean } from "../numerics/moments.js";
import type { RoundRobinResult } from "../report/leaderboard/round-robin-report.js";
import { JudgesOfModel } from "./annotation-files/judge-of-model.js";
import type { WayOfAsking } from "./annotation-files/judgement-register.js";
import { type JudgedRow, readAnnotationFiles } from "./annotation-files/read-annotation-files.js";
import { type LeaderboardRequest, leaderboardOptions } from "./leaderboard-request.js";
import { resolveRequest } from "./options/check-request.js";
import { boardControl, boardForm, readCovariates, scaledDifference } from "./round-robin-covariates.js";

/** @throws InputError for rows that cannot be read, several annotators where no rule is given, UsageError for a covariate */
export async function roundRobin(given: LeaderboardRequest): Promise<RoundRobinResult> {
  const request = resolveRequest("leaderboard", leaderboardOptions, given);
  const warnings: string[] = [];
  const rows = await readMatches(request, (warning) => void warnings.push(warning));
  const judged = rows.filter(({ preference }) => preference !== null);
  if (judged.length === 0) throw new InputError({ message: "there is no verdict in these files" });
  const isBoard = request.style === "arena-hard";
  const matches = isBoard
    ? judged.flatMap(asBoardGames)
    : combine(judged, request.gold ?? (request.jury ? "mean" : undefined));
  const anchor = request.baseline ?? null;
  if (anchor !== null && !matches.some(({ first, second }) => [first, second].includes(anchor)))
    throw new UsageError(`--baseline ${anchor}: no such model is in these files`);
  if (judged.length < rows.length)
    warnings.push(
      `unjudged: ${countOf(rows.length - judged.length, "line")} of ${rows.length} without a verdict, left out`,
    );
  const games = matches.map((match): Game => ({ ...match, covariates: [] }));
  const rate = (of: readonly Game[]) => rateRoundRobin(of, request.level, anchor ?? undefined);
  const plain = rate(games);
  const control = isBoard && request.control.join() === "length" ? boardControl : request.control;
  const columns = await readCovariates(matches, control, isBoard ? boardForm : scaledDifference);
  if (columns === null && control.length > 0)
    warnings.push(
      `no-control: without both lengths or texts in every line there are no ratings at equal ${control.join(", ")}`,
    );
  if (plain.unbeaten.length > 0)
    warnings.push(
      `no-ratings: ${plain.unbeaten.join(", ")} never lost to the others, or never won against them: their ratings would be infinite`,
    );
  const controlled =
    columns === null || columns.length === 0 || plain.ratings === null
      ? null
      : rate(matches.map((match, i) => ({ ...match, covariates: columns.map((column) => column[i]!) })));
  const why = {
    separated: "tells wins from losses without fail",
    collinear: "cannot be told from who plays",
  };
  if (controlled?.open)
    warnings.push(
      `separated: ${control.join(", ")} ${why[controlled.open]} in these games, so there are no ratings at equal ${control.join(", ")}`,
    );
  const covariates = controlled ? control : [];
  return { plain, controlled, covariates, level: request.level, anchor, isCentred: isBoard, warnings };
}

interface Match extends Omit<Game, "covariates"> {
  readonly row: AnnotationRow;
}

interface MatchRow extends Omit<Match, "preference"> {
  readonly preference: number | null;
  readonly key: string;
  readonly asking: WayOfAsking;
}

type Resolved = ReturnType<typeof resolveRequest<LeaderboardRequest, typeof leaderboardOptions>>;

async function readMatches(request: Resolved, onWarning: (warning: string) => void): Promise<MatchRow[]> {
  const problems = new ProblemList();
  const judges = new JudgesOfModel();
  const rows: MatchRow[] = [];
  const { annotators, gold } = request;
  const door = {
    ...request,
    gold: annotators === undefined ? undefined : gold,
    jury: annotators === undefined,
  };
  const findProblems = () => (gold || request.jury ? [] : judges.findMixtures("all models"));
  const options = { ...door, areSidesOpen: true, problems, findProblems, onWarning };
  for await (const batch of readAnnotationFiles(request.models, options))
    for (const judged of batch) {
      const { judgeModel, fingerprint } = judged.row;
      // people are told apart by name, and each may judge pairs of their own
      if (judgeModel !== null || fingerprint !== null) judges.add(judged.row);
      const match = toMatch(judged, request);
      if (typeof match === "string") {
        const { file, row } = judged.row.located;
        problems.add({ file, row, message: match });
      } else if (judged.kind === "replaces")
        rows[rows.findIndex((row) => row.key === match.key && row.asking === match.asking)] = match;
      else rows.push(match);
    }
  return rows;
}

/** What is wrong with the row, where it is no match. */
function toMatch(
  { row, item, generator: second, asking }: JudgedRow,
  { cluster }: Resolved,
): MatchRow | string {
  const { generator: first } = row.baseline;
  if (first === null || row.model.generator === null) return "needs both models' names";
  if (first === second) return `names ${JSON.stringify(second)} on both sides`;
  const sides = [
    [first, row.baseline.output],
    [second, row.model.output],
  ].map((side) => JSON.stringify(side));
  return {
    row,
    first,
    second,
    preference: row.preference,
    cluster: cluster === undefined ? item : String(row.located.value[cluster]),
    key: JSON.stringify([item, ...sides.sort()]),
    asking,
  };
}

/** Both orders and repeats of one annotator are averaged; several annotators become one as the rule says. */
function combine(rows: readonly MatchRow[], rule: VoteRule | undefined): Match[] {
  return [...groupBy(rows, "key").values()].flatMap((group) => {
    const [one] = group as [MatchRow];
    // one side is the second for all of them
    const forSecond = ({ second, preference }: MatchRow) =>
      second === one.second ? preference! : 1 - preference!;
    const votes = [...groupBy(group, ({ asking }) => asking.judge).values()].map((own) =>
      mean(own.map(forSecond)),
    );
    if (votes.length > 1 && rule === undefined)
      throw new InputError(
        { message: `several annotators judged the same pair (${countOf(votes.length, "annotator")} of one)` },
        { hint: "say what counts: --gold majority, --gold mean, or --gold each" },
      );
    const { first, second, cluster, row } = one;
    const verdicts = rule === "each" ? votes : [rule === "majority" ? majorityOf(votes) : mean(votes)];
    return verdicts.map((preference) => ({ first, second, cluster, row, preference }));
  });
}

const strongVerdict = 3;

/** A win, a loss or a tie, which counts thrice where it is a strong one. @throws InputError for no verdict of five levels */
function asBoardGames(match: MatchRow): Match[] {
  const { preference, row } = match;
  if (![0, 0.25, 0.5, 0.75, 1].includes(preference!))
    throw new InputError({
      ...{ file: row.located.file, row: row.located.row },
      message: `is ${preference}; --style arena-hard needs verdicts of five levels: 0, ¼, ½, ¾ and 1`,
    });
  const copies = preference === 0 || preference === 1 ? strongVerdict : 1;
  return Array.from({ length: copies }, () => ({
    ...match,
    preference: (1 + Math.sign(preference! - 0.5)) / 2,
  }));
}
