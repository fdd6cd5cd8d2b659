// One annotation row to one observation: texts are measured, hashed and let go.
import { type AnnotationRow, lengthOfSide } from "../../io/wire/annotation-row.js";
import type { Observation } from "../../length-control/observation.js";

/** A text's counts by covariate name. */
export type TextStatistics = (text: string) => Readonly<Record<string, number>>;

export interface ObserveOptions {
  /** Counts of each text that covariates need, taken while the text is at hand. */
  readonly textStatistics?: TextStatistics | undefined;
  /** Which answer was shown first, where the file does not say; it is left open when absent. */
  readonly orderWhenUnknown?: ((instruction: string) => Order) | undefined;
}

type Order = NonNullable<Observation["order"]>;

/** The observation; `identical` and lengths come from the texts where the row holds them. */
export function observeRow(
  row: AnnotationRow,
  names: Pick<Observation, "instructionId" | "textId" | "cluster" | "group">,
  { textStatistics, orderWhenUnknown }: ObserveOptions,
): Observation {
  const { baseline, model, instruction } = row;
  const order = row.order ?? (instruction === null ? undefined : orderWhenUnknown?.(instruction));
  const hasTexts = baseline.output !== null && model.output !== null;
  // every member in every row, so that all have one shape: this is the hot path of reading
  return {
    instructionId: names.instructionId,
    textId: names.textId,
    cluster: names.cluster,
    group: names.group,
    preference: row.preference,
    baselineLength: lengthOfSide(baseline),
    modelLength: lengthOfSide(model),
    identical: hasTexts && model.output === baseline.output,
    // in one order a judge of single answers saw the one, in the other the other: neither came first
    order: row.answersShown === 2 ? order : undefined,
    unjudgedReason: row.unjudgedReason ?? undefined,
    style:
      textStatistics && hasTexts
        ? { baseline: textStatistics(baseline.output), model: textStatistics(model.output) }
        : undefined,
  };
}
