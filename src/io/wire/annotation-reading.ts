// How the values of a file of judgements are to be taken: as the user said, else as alpaca_eval writes them.
import { UsageError } from "../../core/errors.js";
import type { Quotes } from "../rows/located-row.js";
import type { ColumnMap } from "./column-map.js";
import {
  endsOfScale,
  nativeScale,
  type PreferenceLabels,
  type PreferenceScale,
  type ScaleEnds,
  scaleHint,
} from "./preference-scale.js";

/** Of several annotators of a pair: what most say (a tie where two are level), the mean, or each as a row of its own. */
export type VoteRule = "majority" | "mean" | "each";

/** What the user can say of a file's columns and values. */
export interface ReadingOptions {
  /** Which columns stand for what: `parseColumns` of `--columns`. */
  readonly columns?: ColumnMap | undefined;
  /** How preferences are written, `LOW..HIGH` or `labels`; 1…2 when absent. */
  readonly scale?: PreferenceScale | undefined;
  /** What the words of the scale `labels` mean: `parseLabels` of `--labels`. */
  readonly labels?: PreferenceLabels | undefined;
  /** Whether quotation marks of a table enclose cells (`csv`) or are part of the text (`none`). */
  readonly quotes?: Quotes | undefined;
  /** Columns that are part of what was asked, beside `itemFields`: equal instructions with other values are other items. */
  readonly itemField?: readonly string[] | undefined;
  /** Models of different judges are compared and ranked all the same, and every figure says so. */
  readonly acrossJudges?: boolean | undefined;
  /** Verdicts of several judges on one model are the votes of a jury: their mean, with equal weights. */
  readonly jury?: boolean | undefined;
  /** The column that names who gave a verdict, where several people judged one pair. */
  readonly annotators?: string | undefined;
  /** How their verdicts become one. */
  readonly gold?: VoteRule | undefined;
  /** Told of what files hold that was passed over, each `code: sentence`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

export interface AnnotationReading {
  readonly scale: PreferenceScale;
  /** The ends of `scale`; null for words. */
  readonly ends: ScaleEnds | null;
  readonly labels: PreferenceLabels;
  /** `--scale` or `--labels` was given. */
  readonly isScaleStated: boolean;
  /** `order` or `repeat` was named by the user: a value that is none is wrong. Else it is some other column. */
  readonly isOrderStated: boolean;
  readonly isRepeatStated: boolean;
  /** Further columns that are part of what was asked. */
  readonly itemFields: readonly string[];
}

export interface StatedReading extends AnnotationReading {
  readonly columns: ColumnMap;
}

/** What the user said, with defaults for the rest. @throws UsageError for a scale and labels that do not go together */
export function stateReading(options: ReadingOptions): StatedReading {
  const { columns = new Map<string, string>(), labels = new Map<string, number>() } = options;
  const scale = options.scale ?? (labels.size > 0 ? "labels" : nativeScale);
  if (scale === "labels" && labels.size === 0) {
    throw new UsageError("--scale labels needs --labels model=…,baseline=…,tie=…, or WORD=P for each word");
  }
  if (scale !== "labels" && labels.size > 0)
    throw new UsageError(`--labels does not go with --scale ${scale}`);
  const ends = scale === "labels" ? null : endsOfScale(scale);
  if (scale !== "labels" && ends === null)
    throw new UsageError(`--scale: "${scale}" is not a scale`, { hint: scaleHint });
  return {
    columns,
    scale,
    ends,
    labels,
    isScaleStated: options.scale !== undefined || labels.size > 0,
    isOrderStated: columns.has("order"),
    isRepeatStated: columns.has("repeat"),
    itemFields: options.itemField ?? [],
  };
}

export const defaultReading: AnnotationReading = stateReading({});
