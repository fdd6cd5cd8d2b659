// The numbers of a column of preferences → whether they are what the scale says. What could be read in two ways is refused
// with the values and how often each occurs; the user says what they mean.
import { InputError } from "../../core/errors.js";
import type { AnnotationReading } from "./annotation-reading.js";
import { readMark } from "./annotation-values.js";
import { toPreference } from "./preference-scale.js";

/** alpaca_eval of old wrote 0 for a tie; its boards have at most 4 % of them. */
const mostOldTies = 0.1;
const mostOutOfRange = 0.01;
/** What alpaca_eval writes where it could not read a reply. */
const failedMark = -1;
const mostShown = 6;
const mostCounted = 1000;

/** Where the values stand, and what was said of them. */
export interface WatchedColumn {
  readonly file: string;
  readonly column: string;
  /** Under a name of its own, not as alpaca_eval writes it. */
  readonly isForeign: boolean;
  /** How the user says what the values mean, where that is said otherwise than for annotation files. */
  readonly hint?: string | undefined;
}

export class ScaleWatch {
  readonly #counts = new Map<number, number>();
  #numbers = 0;
  #outOfRange = 0;

  constructor(
    private readonly reading: Pick<AnnotationReading, "ends" | "isScaleStated">,
    private readonly about: WatchedColumn,
  ) {}

  see(value: unknown): void {
    const { ends } = this.reading;
    const number = ends && readMark(value, this.reading);
    if (!ends || number === undefined || number === null || !Number.isFinite(number)) return;
    this.#numbers++;
    const preference = toPreference(number, ends);
    if (preference < 0 || preference > 1) this.#outOfRange++;
    // soft verdicts differ in every row: what is decided on are the few values of hard ones
    const known = this.#counts.get(number);
    if (known !== undefined || this.#counts.size < mostCounted || Number.isInteger(number))
      this.#counts.set(number, (known ?? 0) + 1);
  }

  /** @throws InputError where the values are not those of the scale, or could be of another */
  check(): void {
    const why = this.#numbers === 0 ? null : this.#whyUnsure();
    if (why === null) return;
    const { file, column } = this.about;
    throw new InputError(
      { file, message: `"${column}" holds ${this.#listValues()}: ${why}` },
      { hint: this.about.hint ?? hint },
    );
  }

  #whyUnsure(): string | null {
    const { ends, isScaleStated } = this.reading;
    const isMuch = this.#outOfRange > mostOutOfRange * this.#numbers;
    const range = `${this.#outOfRange} of ${this.#numbers} values lie outside of ${ends!.low}…${ends!.high}`;
    if (isScaleStated) return isMuch ? range : null;
    const [zeros, ones, twos] = [0, 1, 2].map((value) => this.#counts.get(value) ?? 0) as [
      number,
      number,
      number,
    ];
    if (this.about.isForeign && ones === this.#numbers)
      return "a 1 is the baseline's win on 1…2 and the model's on 0…1";
    if (this.about.isForeign && /rank/i.test(this.about.column)) return "a rank of 1 is the best, mostly";
    const isHard = zeros + ones + twos === this.#numbers;
    const areOldTies =
      ones > 0 && twos > 0 && zeros <= mostOldTies * this.#numbers && !(this.about.isForeign && isHard);
    if (zeros > 0 && !areOldTies) return "what a 0 means cannot be told";
    if ([...this.#counts.keys()].some(isIntegerBeyond)) return "this is not the scale 1…2";
    return isMuch ? `${range}, which is not the scale then` : null;
  }

  #listValues(): string {
    const counts = [...this.#counts].sort(([, a], [, b]) => b - a || 0);
    const few = counts.length <= mostShown;
    const shown = (few ? counts : counts.slice(0, mostShown - 1)).sort(([a], [b]) => a - b);
    const more = few
      ? ""
      : ` and ${counts.length >= mostCounted ? "many" : counts.length - shown.length} others`;
    return `${shown.map(([value, count]) => `${value} (${count}×)`).join(", ")}${more}`;
  }
}

const isIntegerBeyond = (value: number) =>
  Number.isInteger(value) && value !== failedMark && (value < 0 || value > 2);

const hint =
  "Say what the values mean: --scale LOW..HIGH, LOW the baseline's win and HIGH the model's (0..1, 1..0, 1..2, -1..1, 5..1), or each by itself: --labels VALUE=P,VALUE=P, P the probability that the model is better.";
