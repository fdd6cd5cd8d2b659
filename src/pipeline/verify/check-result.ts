// A result of `score -o` → its figures made anew from the rows that it holds, and held against those that it states.
import { readScoreRecords } from "../../io/wire/score-result/read-score-records.js";
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { toInfluenceRecord } from "../../io/wire/score-result/to-influence-record.js";
import { toScoreRecord } from "../../io/wire/score-result/to-score-record.js";
import { storedModel } from "../models/stored-model.js";
import { type FileCheck, ok, problem, unknown } from "./file-check.js";

const tolerance = 1e-9;
const shownFigures = 5;
const figures = [
  "win_rate",
  "standard_error",
  "n_wins",
  "n_wins_base",
  "n_draws",
  "n_total",
  "discrete_win_rate",
  "avg_length",
  "length_controlled_winrate",
  "lc_standard_error",
  "coefficients",
  "strength",
] as const;

/** @throws InputError (exit 3) for a file that cannot be read */
export async function checkResult(file: string): Promise<FileCheck[]> {
  const results = await readScoreRecords(file);
  return Promise.all(results.map(checkModel));
}

async function checkModel(result: ScoreRecord): Promise<FileCheck> {
  const { generator, influence } = result;
  const check = `figures of ${generator}`;
  const level = (result.length_controlled_interval ?? result.win_rate_interval)?.level ?? 0.95;
  const { rescore, whyWhole } = await storedModel(result, { level, difficulty: "auto" });
  if (rescore === null) return unknown(check, whyWhole!);
  const score = rescore({});
  const anew: Readonly<Record<string, unknown>> = { ...toScoreRecord(score) };
  const stored: Readonly<Record<string, unknown>> = result;
  const intervals = ["win_rate_interval", "length_controlled_interval"].filter(
    (name) => methodOf(stored[name]) === methodOf(anew[name]),
  );
  const differing = [
    ...[...figures, ...intervals].flatMap((name) => differences(name, stored[name], anew[name])),
    ...differences("influence", influence, toInfluenceRecord(score)),
  ];
  if (differing.length === 0)
    return ok(check, "made anew from the rows of the result they are those that it states");
  const rest = differing.length > shownFigures ? `, and ${differing.length - shownFigures} more` : "";
  return problem(
    check,
    `made anew from the rows of the result they differ: ${differing.slice(0, shownFigures).join(", ")}${rest}`,
  );
}

const methodOf = (interval: unknown) => (interval as { method?: string } | null | undefined)?.method;

/** "win_rate 51 (anew 50)": members that are in both and differ. */
function differences(name: string, stored: unknown, anew: unknown): string[] {
  if (stored === undefined || anew === undefined) return [];
  if (typeof stored === "number" && typeof anew === "number")
    return Math.abs(stored - anew) <= tolerance * Math.max(1, Math.abs(stored))
      ? []
      : [`${name} ${stored} (anew ${anew})`];
  if (stored !== null && anew !== null && typeof stored === "object" && typeof anew === "object")
    return Object.keys(stored).flatMap((key) =>
      differences(
        `${name}.${key}`,
        (stored as Record<string, unknown>)[key],
        (anew as Record<string, unknown>)[key],
      ),
    );
  return stored === anew ? [] : [`${name} ${String(stored)} (anew ${String(anew)})`];
}
