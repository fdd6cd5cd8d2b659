// How steady the judge was → its record and its table.
import type { JudgeIdentity, JudgeMember } from "../../length-control/judge-identity.js";
import type { JudgeSteadiness } from "../../metrics/score/measure-judge.js";
import { inPercent } from "../in-percent.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

/** Rates in percent, standard deviations in points (percent of the preference); null where the file cannot tell. */
export interface JudgeRecord {
  /** The model that was asked; null where the file does not say, or several were. */
  readonly model: string | null;
  readonly fingerprint: string | null;
  /** The order of presentation of all verdicts, or `both`; null where the file does not say. */
  readonly order: "baseline-first" | "model-first" | "both" | null;
  /** Who was asked: the judge, or the members of a panel. */
  readonly members: readonly JudgeMember[];
  /** Models that the replies came from; empty where the file does not say. */
  readonly served_models: readonly string[];
  readonly n_judgements: number;
  readonly n_jurors: number;
  readonly first_position_rate: number | null;
  readonly n_order_known: number;
  readonly flip_rate: number | null;
  readonly n_both_orders: number;
  readonly juror_agreement: number | null;
  readonly repeat_sd: number | null;
  readonly instruction_sd: number | null;
}

export function toJudgeRecord(
  judge: JudgeSteadiness,
  { members, orders, served }: JudgeIdentity,
): JudgeRecord {
  const [only] = members.length === 1 ? members : [];
  return {
    model: only?.model ?? null,
    fingerprint: only?.fingerprint ?? null,
    order: orders && (orders.length > 1 ? "both" : orders[0]!),
    members,
    served_models: served,
    n_judgements: judge.judgements,
    n_jurors: judge.jurors,
    first_position_rate: inPercent(judge.firstPositionRate),
    n_order_known: judge.ordered,
    flip_rate: inPercent(judge.flipRate),
    n_both_orders: judge.bothOrders,
    juror_agreement: inPercent(judge.jurorAgreement),
    repeat_sd: inPercent(judge.repeatSd),
    instruction_sd: inPercent(judge.instructionSd),
  };
}

interface Judged {
  readonly generator: string;
  readonly judge: JudgeRecord;
}

/** One row a model of which the file says more than the verdicts; columns that nobody fills are left out. */
export function judgeSection(records: readonly Judged[]): Section {
  const shown = (
    [
      ["first shown preferred %", "first_position_rate", "n_order_known"],
      ["flipped %", "flip_rate", "n_both_orders"],
      ["jurors agree %", "juror_agreement", null],
      ["sd of repeats", "repeat_sd", null],
      ["sd of instructions", "instruction_sd", null],
    ] as const
  ).filter(([, key]) => records.some(({ judge }) => judge[key] !== null));
  return tableOf(
    "The judge",
    records.filter(({ judge }) => shown.some(([, key]) => judge[key] !== null)),
    [
      text("model", ({ generator }) => generator),
      figure("verdicts", ({ judge }) => judge.n_judgements),
      ...shown.map(([title, key, count]) =>
        figure<Judged>(title, ({ judge }) =>
          judge[key] === null
            ? null
            : `${judge[key].toFixed(1)}${count === null ? "" : ` of ${judge[count]}`}`,
        ),
      ),
    ],
  );
}
