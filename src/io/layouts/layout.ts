// How others lay out outputs, questions and comparisons, as data: one file each in `data/layouts/`, checked by this schema.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { InputError, UsageError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { parseJson } from "../rows/parse-json.js";
import { describeFileIssues } from "../wire/describe-file-issues.js";
import { packageFolder } from "../wire/package-files.js";

/** One path, or several of which a row has one. `a.b[0].c`; `[-1]` is the last, `[*]` all of a list. */
const paths = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const columns = z.record(z.string(), paths);
const common = {
  description: z.string().min(1),
  marks: z.array(z.string()).default([]),
  columns,
  /** Paths of lists, which a table keeps as JSON; every other text is what it says, be it JSON too. */
  lists: z.array(z.string()).default([]),
};

const itemLayout = z.strictObject({
  ...common,
  holds: z.enum(["outputs", "questions"]),
  /** Column names may be written in capitals. */
  ignoresCase: z.boolean().default(false),
  /** A list of turns, the last of them the answer where it is the assistant's. */
  conversation: z.strictObject({ at: paths, role: paths, content: paths }).optional(),
  /** The output is a list of turns, or of lists of turns: what one answer says to each of the question's turns. */
  hasTurns: z.boolean().default(false),
  /** Columns that nobody asks for and that are large. */
  drops: z.array(z.string()).default([]),
});

const number = z.number().min(0).max(1).nullable();
const verdict = z
  .strictObject({
    at: paths.optional(),
    /** In place of one column of words, one column a word: the one that is 1. */
    oneOf: z.record(z.string(), number).optional(),
    /** A grade of each side by itself: the higher one wins. */
    higherOf: z.tuple([z.string(), z.string()]).optional(),
    /** What was shown first; where the layout's words name slots, the second slot is the baseline's under `model-first`. */
    order: z.enum(["baseline-first", "model-first"]).optional(),
    annotator: z.string().optional(),
  })
  .refine(({ at, oneOf, higherOf }) => [at, oneOf, higherOf].filter(Boolean).length === 1, {
    message: "needs at, oneOf or higherOf",
  });

/** The paths that a verdict is read from. */
export const pathsOfVerdict = ({ at, oneOf, higherOf }: z.infer<typeof verdict>): string[] =>
  [at ?? higherOf ?? Object.keys(oneOf!)].flat();

const comparisonLayout = z.strictObject({
  ...common,
  holds: z.literal("comparisons"),
  /** What the layout itself says, because the file does not. */
  constants: z.record(z.string(), z.string()).default({}),
  /** One line each, where the row has it. */
  verdicts: z.array(verdict).min(1),
  wordsName: z.enum(["sides", "slots"]).default("sides"),
  /** P(the side or slot named second is better) by the file's word; null is no verdict. */
  words: z.record(z.string(), number),
  /** Both models in one column, and the mark between them. */
  models: z.strictObject({ at: z.string(), between: z.string() }).optional(),
  /** Each side's conversation, by the key of its output. */
  conversations: z.record(z.string(), z.string()).default({}),
  drops: z.array(z.string()).default([]),
});

const layout = z.discriminatedUnion("holds", [itemLayout, comparisonLayout]);

export type ItemLayout = z.infer<typeof itemLayout> & { readonly name: string };
export type ComparisonLayout = z.infer<typeof comparisonLayout> & { readonly name: string };
export type Layout = ItemLayout | ComparisonLayout;

const folder = join(packageFolder, "data", "layouts");
let known: readonly Layout[] | null = null;

/** Every layout that comes with lceval, by name. @throws InputError naming every field of a file that is wrong */
export function allLayouts(): readonly Layout[] {
  known ??= readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => ({ ...readLayout(join(folder, file)), name: file.slice(0, -".json".length) }));
  return known;
}

/** Its name is the file's. */
function readLayout(file: string): Layout {
  const value = parseJson(readTextSync(file), file);
  const parsed = layout.safeParse(value);
  if (!parsed.success) throw new InputError(describeFileIssues(file, value, parsed.error.issues));
  return { ...parsed.data, name: file };
}

function readTextSync(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new InputError({ file, message: "cannot be read" }, { cause });
  }
}

/**
 * @param name of a layout that comes with lceval, or a file of one's own
 * @throws UsageError for a name that no layout of this kind has, naming those that do; InputError for a file that is none
 */
export function findLayout<Kind extends Layout["holds"] = Layout["holds"]>(name: string, ...kinds: Kind[]) {
  const all = name.endsWith(".json") ? [readLayout(name)] : allLayouts();
  const ofKind = all.filter(({ holds }) => kinds.length === 0 || (kinds as string[]).includes(holds));
  const found = ofKind.find((each) => each.name === name);
  if (found) return found as Extract<Layout, { holds: Kind }>;
  throw new UsageError(
    `--layout: there is no layout ${quoteValue(name)}${kinds.length > 0 ? ` of ${kinds.join(" or ")}` : ""}`,
    {
      hint: `Layouts: ${ofKind.map((each) => each.name).join(", ")}.`,
    },
  );
}
