// The schema of an annotation line, in words a message can use. Loaded only once a row has failed the quick check of
// `annotation-row.ts`, for zod takes longer to load than a file to read.
import { z } from "zod";
import type { InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import type { LocatedRow } from "../rows/located-row.js";
import type { AnnotationReading } from "./annotation-reading.js";
import { isName, isOrder, isRepeat, isTextOrAbsent, isVerdict, readLength } from "./annotation-values.js";
import { nativeScale } from "./preference-scale.js";

const text = z.custom<string | undefined>(isTextOrAbsent, 'expected a text (an empty answer is "")');
const instruction = z.custom<string | undefined>(isTextOrAbsent, "expected a text");
const name = z.custom<string | number | null | undefined>(isName, "expected a name: a text or a number");
const length = z.custom<number | string | null | undefined>(
  (value) => readLength(value) !== undefined,
  "expected a length in characters: a number from 0 upwards, or null",
);

const order = z.custom(isOrder, 'expected "baseline-first", "model-first" or null');
const repeat = z.custom(isRepeat, "expected a whole number from 0 upwards, or null");

function describeVerdicts({ ends, labels, scale }: AnnotationReading, value: unknown): string {
  if (ends !== null && typeof value === "string" && /^\s*[+-]?\d*,\d+\s*$/.test(value))
    return "expected a number with a point: 1.5, not 1,5";
  if (ends === null)
    return `expected one of ${[...labels.keys()].map(quoteValue).join(", ")}, or null for no verdict (in --labels, none=WORD is no verdict)`;
  const percents =
    typeof value === "string" && /^\s*[\d.]+\s*%\s*$/.test(value)
      ? "; percents are read by --scale 0..100 (the model's chance) or 100..0 (the baseline's)"
      : "";
  const tie = scale === nativeScale ? ", 0 for a tie" : "";
  return `expected a number from ${ends.low} (baseline wins) to ${ends.high} (model wins)${tie}, or null for no verdict${percents}`;
}

/**
 * An annotation line: the keys that lceval reads, every further column as it is. A preference that is a number
 * out of range passes, for such rows are counted, not refused.
 */
const annotationRowSchema = (reading: AnnotationReading) =>
  z.looseObject({
    instruction: instruction.optional(),
    instruction_id: name.optional(),
    output_1: text.optional(),
    output_2: text.optional(),
    generator_1: name.optional(),
    generator_2: name.optional(),
    generator: name.optional(),
    annotator: name.optional(),
    preference: z.custom((value) => isVerdict(value, reading), {
      error: ({ input }) => describeVerdicts(reading, input),
    }),
    length_model: length.optional(),
    length_baseline: length.optional(),
    order: reading.isOrderStated ? order.optional() : z.unknown().optional(),
    repeat: reading.isRepeatStated ? repeat.optional() : z.unknown().optional(),
  });

/** Everything wrong with a row that `readAnnotationRow` refused, one problem a field. */
export function explainAnnotationRow(located: LocatedRow, reading: AnnotationReading): InputProblem[] {
  return describeIssues(located, annotationRowSchema(reading).safeParse(located.value).error?.issues ?? []);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema found wrong with a row: where, the value that stands there, and what would be valid. */
function describeIssues({ file, row, value }: LocatedRow, issues: readonly Issue[]): InputProblem[] {
  return issues.map(({ path, message }) => {
    const found = path.reduce<unknown>(
      (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
      value,
    );
    const what = found === undefined ? "nothing" : quoteValue(found);
    return { file, row, field: path.map(String).join("."), message: `is ${what}; ${message}` };
  });
}
