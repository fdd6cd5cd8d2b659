// How steady the judge was → its table.
import type { JudgeRecord } from "../../io/wire/score-result/score-record.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

interface Judged {
  readonly generator: string;
  readonly judge?: JudgeRecord | undefined;
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
  ).filter(([, key]) => records.some(({ judge }) => judge?.[key] != null));
  return tableOf(
    "The judge",
    records.filter(({ judge }) => shown.some(([, key]) => judge?.[key] != null)),
    [
      text("model", ({ generator }) => generator),
      figure("verdicts", ({ judge }) => judge?.n_judgements),
      ...shown.map(([title, key, count]) =>
        figure<Judged>(title, ({ judge }) => {
          const value = judge?.[key] ?? null;
          return value === null
            ? null
            : `${value.toFixed(1)}${count === null ? "" : ` of ${judge?.[count]}`}`;
        }),
      ),
    ],
  );
}
