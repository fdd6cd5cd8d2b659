// The name of a figure in a condition → where a score's record has it. Every number of the record can be required, by its
// path (`win_rate_bounds.lower`, `macro.win_rate`) or with `_` in place of each dot, as the columns of csv are called. An element
// of a list goes by its name: `covariates.effects.length.worth`, `macro.groups.coding.win_rate`.
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";

export interface RequiredFigure {
  readonly path: string;
  /** A rate, in percent: a threshold of 1 or less has two readings. */
  readonly isRate: boolean;
  /** In percent, or in points of it. */
  readonly isPercent: boolean;
  /** Which of the two rates missing verdicts reach it by; null where they do not. */
  readonly movedBy: "raw" | "lengthControlled" | null;
  /** Each missing verdict may be one more of these. */
  readonly isCountOfMissing: boolean;
}

const interval = [
  ...["lower", "upper", "level", "standard_error"],
  ...["trials", "degrees_of_freedom", "jump_up", "jump_down"],
];
const bounds = ["lower", "upper"];

/** Members of the record; `*`: whatever names there are. */
const members = {
  win_rate: null,
  standard_error: null,
  n_wins: null,
  n_wins_base: null,
  n_draws: null,
  n_total: null,
  discrete_win_rate: null,
  avg_length: null,
  length_controlled_winrate: null,
  lc_standard_error: null,
  n_unjudged: ["*"],
  n_unasked: null,
  n_one_sided: null,
  win_rate_interval: interval,
  length_controlled_interval: interval,
  win_rate_bounds: bounds,
  length_controlled_bounds: bounds,
  coefficients: ["*"],
  covariates: ["effects.*", "condition_number"],
  strength: ["C"],
  length_controlled_winrate_cv: null,
  coverage: ["rows", "clusters", "effective_clusters", "calibration"],
  calibration_noise: ["reliability", "shift"],
  health: [
    ...["iterations", "longer_share", "sensitivity.lowest", "sensitivity.highest"],
    ...["trend.linear_slope", "trend.robust_slope"],
  ],
  judge: [
    ...["n_judgements", "n_jurors", "first_position_rate", "n_order_known", "flip_rate", "n_both_orders"],
    ...["juror_agreement", "repeat_sd", "instruction_sd"],
  ],
  macro: [
    ...["win_rate", "length_controlled_winrate"],
    ...["win_rate_interval", "length_controlled_interval"].flatMap((name) =>
      ["lower", "upper", "level"].map((end) => `${name}.${end}`),
    ),
    "groups.*",
  ],
} as const satisfies Partial<Record<keyof ScoreRecord, readonly string[] | null>>;

/** All names, `n_unjudged` also without a reason: their sum. */
export const figureNames: readonly string[] = Object.entries(members).flatMap(([name, inner]) =>
  inner === null
    ? [name]
    : [...(name === "n_unjudged" ? [name] : []), ...inner.map((each) => `${name}.${each}`)],
);

/** Null for a name that no record has. */
export function findFigure(name: string): RequiredFigure | null {
  const flat = (text: string) => text.replaceAll(".", "_");
  const path = figureNames.find((known) => {
    if (!known.endsWith(".*")) return flat(known) === flat(name);
    const root = known.slice(0, -1);
    return name.startsWith(root) && name.length > root.length;
  });
  if (path === undefined) return null;
  const full = path.endsWith(".*") ? name : path;
  const isOfCovariate = full.startsWith("covariates.");
  const isRate = isOfCovariate
    ? /(below|equal|above)$/.test(full)
    : /(rate|winrate|winrate_cv|lower|upper|share|lowest|highest|agreement)$/.test(full);
  return {
    path: full,
    isRate,
    isPercent:
      isRate || /(_sd|worth|shift)$/.test(full) || (!isOfCovariate && full.endsWith("standard_error")),
    movedBy: movedBy(full),
    isCountOfMissing: full === "n_draws",
  };
}

/** Bounds hold already what verdicts may be; what the lengths alone say does not depend on them. */
function movedBy(path: string): RequiredFigure["movedBy"] {
  if (/bounds|\.level$|(below|equal|above)$/.test(path)) return null;
  if (/length_controlled|^lc_|^coefficients|^covariates|sensitivity|^calibration_noise/.test(path))
    return "lengthControlled";
  return /win_rate|n_wins|standard_error|trend/.test(path) ? "raw" : null;
}

/** Null where the record does not have it. A reason that no pair has is none of them. */
export function readFigure(record: ScoreRecord, path: string): number | null {
  if (path === "n_unjudged") return Object.values(record.n_unjudged).reduce((sum, count) => sum + count, 0);
  return readAt(record, path) ?? (path.startsWith("n_unjudged.") ? 0 : null);
}

function readAt(value: unknown, path: string): number | null {
  if (path === "") return typeof value === "number" ? value : null;
  if (Array.isArray(value)) {
    const named = value.map((element) => ({ element, name: String(element.name ?? element.group) }));
    const found = named.find(({ name }) => path.startsWith(`${name}.`));
    return found ? readAt(found.element, path.slice(found.name.length + 1)) : null;
  }
  const [key, ...rest] = path.split(".");
  return value === null || typeof value !== "object"
    ? null
    : readAt((value as Readonly<Record<string, unknown>>)[key!], rest.join("."));
}
