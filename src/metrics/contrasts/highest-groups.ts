// Rates of groups (methods) in several strata (family, data set, kind of query) → in how many strata each group has the
// highest rate, and the sign test of each against the control: of the strata in which the two differ, how many it leads in
// (Conover, Practical Nonparametric Statistics, 1999, section 3.4; exact, two-sided).
import type { GroupRate } from "./compare-with-control.js";
import { mcnemarExact } from "./mcnemar.js";

export interface HighestGroup {
  readonly outcome: string;
  readonly group: string;
  /** Strata in which its rate is the highest, alone or level with others. */
  readonly highest: number;
  readonly strata: number;
  /** Strata in which it is above and below the control; null for the control and where there is none. */
  readonly against: { readonly above: number; readonly below: number; readonly pValue: number } | null;
}

/** One an outcome and group, in their order. */
export function countHighest(rates: readonly GroupRate[], control: string | null): HighestGroup[] {
  const shareAt = new Map(
    rates.map((rate) => [keyOf(rate.stratum, rate.outcome, rate.group), rate.rate.share]),
  );
  const [outcomes, strata, groups] = (["outcome", "stratum", "group"] as const).map((member) => [
    ...new Set(rates.map((rate) => rate[member])),
  ]);
  return outcomes!.flatMap((outcome) =>
    groups!.map((group) => {
      const own = strata!.flatMap((stratum) => {
        const share = shareAt.get(keyOf(stratum, outcome, group));
        return share == null ? [] : [{ stratum, share }];
      });
      const isHighest = ({ stratum, share }: { stratum: string; share: number }) =>
        groups!.every((other) => (shareAt.get(keyOf(stratum, outcome, other)) ?? 0) <= share);
      const differences = own.map(
        ({ stratum, share }) => share - (shareAt.get(keyOf(stratum, outcome, control ?? "")) ?? share),
      );
      const [above, below] = [1, -1].map((sign) => differences.filter((d) => d * sign > 0).length);
      return {
        outcome,
        group,
        highest: own.filter(isHighest).length,
        strata: own.length,
        against:
          control === null || group === control
            ? null
            : { above: above!, below: below!, pValue: mcnemarExact(above!, below!) },
      };
    }),
  );
}

const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);
