// The first rows of files that no layout reads → the options that read all of them, where the rows leave no doubt: the
// instruction is the column whose texts the files share, the output the one that sounds like it, or the only text left.

import { quoteValue } from "../../core/quote-value.js";
import type { LocatedRow } from "../rows/located-row.js";
import { quoteForShell } from "../wire/propose-reading.js";
import { readPath } from "../wire/read-path.js";
import type { OpenedItems } from "./open-items.js";

/** `{ instruction, output }` by file, or null where there is any doubt. */
export interface ProposedColumns {
  readonly model: string | null;
  readonly baseline: string | null;
}

const soundsLikeOutput = /out|resp|answer|compl|generat|reply|predic|candidate/i;
const soundsLikeGold = /gold|ref|target|expected|truth|label/i;
const soundsLikeInstruction = /instr|prompt|quest|query|task|problem|request|user/i;

/** The option's value for each of two files; null for a file that needs none. Null altogether where there is any doubt. */
export function proposeColumns(model: OpenedItems, baseline: OpenedItems | null): ProposedColumns | null {
  const ours = textsOf(model);
  const theirs = baseline && textsOf(baseline);
  const asked = theirs ? sharedColumns(ours, theirs) : soleName(ours, soundsLikeInstruction);
  if (asked === null) return null;
  const [mine, other] = asked;
  const value = (opened: OpenedItems, texts: Texts, instruction: string): string | null | undefined => {
    if ("layout" in opened.choice) return null;
    const output = outputOf(texts, instruction);
    return output === null
      ? undefined
      : quoteForShell(`instruction=${escapeCommas(instruction)},output=${escapeCommas(output)}`);
  };
  const found = {
    model: value(model, ours, mine),
    baseline: baseline && theirs ? value(baseline, theirs, other) : null,
  };
  return found.model === undefined || found.baseline === undefined ? null : (found as ProposedColumns);
}

/** Of one table with a column a model: the options with the last one as the baseline's, which nothing in the file says. */
export function proposeModels(table: OpenedItems): string | null {
  const texts = textsOf(table);
  const asked = soleName(texts, soundsLikeInstruction);
  const models = [...texts.keys()].filter((name) => name !== asked?.[0]);
  const baseline = models.pop();
  if (asked === null || baseline === undefined || models.length === 0) return null;
  const value = (names: readonly string[]) =>
    quoteForShell(
      [
        `instruction=${escapeCommas(asked[0])}`,
        ...names.map((name) => `output=${escapeCommas(name)}`),
      ].join(),
    );
  return `--output-columns ${value(models)} --baseline-columns ${value([baseline])}, where ${quoteValue(baseline)} is the baseline's column`;
}

const escapeCommas = (column: string) => column.replaceAll(",", "\\,");

/** By column, the texts of the first rows; of a file that is read, those of the instruction alone. */
type Texts = ReadonlyMap<string, readonly string[]>;

function textsOf({ head, choice }: OpenedItems): Texts {
  const columns = new Map<string, string[]>();
  const mostRows = head.slice(0, 256);
  const names = new Set(mostRows.flatMap(({ value }) => textPathsOf(value)));
  const read = "layout" in choice ? (choice.layout?.columns.instruction ?? "instruction") : null;
  for (const name of names) {
    if (read !== null && ![read].flat().includes(name)) continue;
    const values = mostRows.map(({ value }: LocatedRow) => readPath(value, name));
    const texts = values.filter((value) => typeof value === "string" && value !== "") as string[];
    // ids and categories are no texts: a text differs from row to row and is more than a word
    const isProse = texts.some((text) => /\s/.test(text.trim()));
    // the same texts once more, as a template's variable, say nothing new
    const isNew = ![...columns.values()].some((others) => String(others) === String(texts));
    if (texts.length > 0 && isProse && isNew) columns.set(name, texts);
  }
  return columns;
}

const deepest = 5;

/** Paths of the texts in a row; not within lists of several, of which nobody said which counts. */
function textPathsOf(value: unknown, path = "", depth = 0): string[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null || depth > deepest) return [];
  if (Array.isArray(value)) return value.length === 1 ? textPathsOf(value[0], `${path}[0]`, depth + 1) : [];
  return Object.entries(value).flatMap(([name, inner]) =>
    textPathsOf(inner, path === "" ? name : `${path}.${name}`, depth + 1),
  );
}

/** The one pair of columns whose texts are the same in both files. */
function sharedColumns(ours: Texts, theirs: Texts): [string, string] | null {
  const shares = [...ours].flatMap(([mine, texts]) =>
    [...theirs].map(([other, others]) => {
      const known = new Set(others);
      return {
        mine,
        other,
        shared: new Set(texts.filter((text) => known.has(text))).size,
        all: new Set(texts).size,
      };
    }),
  );
  const alike = shares.filter(({ shared, all }) => shared > all / 2);
  return alike.length === 1 ? [alike[0]!.mine, alike[0]!.other] : null;
}

function soleName(texts: Texts, pattern: RegExp): [string, string] | null {
  const names = [...texts.keys()].filter((name) => pattern.test(name));
  return names.length === 1 ? [names[0]!, ""] : null;
}

function outputOf(texts: Texts, instruction: string): string | null {
  const others = [...texts.keys()].filter((name) => name !== instruction);
  const likely = others.filter((name) => soundsLikeOutput.test(name) && !soundsLikeGold.test(name));
  const [only, ...more] = likely.length > 0 ? likely : others;
  return only !== undefined && more.length === 0 ? only : null;
}
