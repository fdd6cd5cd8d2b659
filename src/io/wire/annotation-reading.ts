// How the values of a file of judgements are to be taken: as the user said, else as alpaca_eval writes them.
import { UsageError } from "../../core/errors.js";
import type { ColumnMap } from "./column-map.js";
import type { PreferenceLabels, PreferenceScale } from "./preference-scale.js";

/** What the user can say of a file's columns and values. */
export interface ReadingOptions {
  /** Which columns stand for what: `parseColumns` of `--columns`. */
  readonly columns?: ColumnMap | undefined;
  /** How preferences are written; 1…2 when absent. */
  readonly scale?: PreferenceScale | undefined;
  /** What the words of the scale `labels` mean: `parseLabels` of `--labels`. */
  readonly labels?: PreferenceLabels | undefined;
  /** Verdicts of several judges on one model are the votes of a jury: their mean, with equal weights. */
  readonly jury?: boolean | undefined;
  /** Told of what files hold that was passed over, each `code: sentence`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

export interface AnnotationReading {
  readonly scale: PreferenceScale;
  readonly labels: PreferenceLabels;
  /** `order` or `repeat` was named by the user: a value that is none is wrong. Else it is some other column. */
  readonly isOrderStated: boolean;
  readonly isRepeatStated: boolean;
}

export const defaultReading: AnnotationReading = {
  scale: "1..2",
  labels: new Map(),
  isOrderStated: false,
  isRepeatStated: false,
};

export interface StatedReading extends AnnotationReading {
  readonly columns: ColumnMap;
  /** `--scale` was given. */
  readonly isScaleStated: boolean;
}

/**
 * What the user said, with defaults for the rest.
 *
 * @throws UsageError for a scale and labels that do not go together
 */
export function stateReading(options: ReadingOptions): StatedReading {
  const { columns = new Map<string, string>(), labels = new Map<string, 0 | 0.5 | 1>() } = options;
  const scale = options.scale ?? (labels.size > 0 ? "labels" : "1..2");
  if (scale === "labels" && labels.size === 0) {
    throw new UsageError("--scale labels needs --labels model=…,baseline=…,tie=…");
  }
  if (scale !== "labels" && labels.size > 0)
    throw new UsageError(`--labels does not go with --scale ${scale}`);
  return {
    columns,
    scale,
    labels,
    isScaleStated: options.scale !== undefined || labels.size > 0,
    isOrderStated: columns.has("order"),
    isRepeatStated: columns.has("repeat"),
  };
}
