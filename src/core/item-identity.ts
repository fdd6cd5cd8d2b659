// The columns of a row → what was asked: the text of the item, and what tells it from other items. One rule for outputs,
// prompts and judgements, so that a thing asked is the same thing in every file.
//   text   the instruction, a non-empty `input` after a blank line, as the data sets with that column do it
//   id     SHA-256 of the text; where equal texts differ in other item fields, of the text and those fields
// Items without such fields have the id that they always had.
import { canonicalJson, sha256, sha256OfParts } from "./hash.js";

/** The columns that are part of what is asked, beside the instruction. */
export const itemFields: readonly string[] = ["input", "context", "system", "history", "reference"];

/** Which of several answers of one model this is (`--sample each`): part of the item's identity, not of what was asked. */
const identityFields: readonly string[] = [...itemFields, "sample"];

/**
 * The text of an item.
 *
 * @example itemText("Translate into French.", "cat") // "Translate into French.\n\ncat"
 */
export const itemText = (instruction: string, input: unknown): string =>
  isJoined(input) ? `${instruction}\n\n${input}` : instruction;

/** Whether this value of `input` is part of the item's text. */
export const isJoined = (input: unknown): input is string => typeof input === "string" && input.trim() !== "";

/**
 * The item fields that are not in the text, in one form for JSON and for cells of JSON: "" where all are empty, null
 * where the row has no such column.
 * @param stated further columns that are part of what was asked
 */
export function furtherFields(
  columns: Readonly<Record<string, unknown>>,
  stated: readonly string[] = [],
): string | null {
  if (stated.length === 0 && identityFields.every((name) => columns[name] === undefined)) return null;
  const present = (stated.length === 0 ? identityFields : [...identityFields, ...stated]).filter(
    (name) => columns[name] !== undefined && !(name === "input" && isJoined(columns.input)),
  );
  if (present.every((name) => name === "input" && isEmpty(columns.input))) return null;
  const filled = present
    .map((name) => [name, parseCell(columns[name])] as const)
    .filter(([, v]) => !isEmpty(v));
  return filled.length === 0 ? "" : canonicalJson(Object.fromEntries(filled));
}

/** One item as a row states it. */
export interface StatedItem {
  readonly text: string;
  /** What `furtherFields` gives. */
  readonly further: string | null;
}

/** Ids of items by their content, once all of them are known; memory grows with the items that have further fields. */
export class ItemIds {
  readonly #furtherByText = new Map<string, string>();
  readonly #ambiguous = new Set<string>();

  add({ text, further }: StatedItem): void {
    if (further === null) return;
    const id = sha256(text);
    const known = this.#furtherByText.get(id);
    if (known === undefined) this.#furtherByText.set(id, further);
    else if (known !== further) this.#ambiguous.add(id);
  }

  idOf({ text, further }: StatedItem): string {
    const id = sha256(text);
    return further && this.#ambiguous.has(id) ? idWithFields(text, further) : id;
  }
}

/**
 * The id that a line of judgements states; version 0.1 made it of the instruction without its input, which tells
 * equal instructions with different inputs not apart.
 */
export function statedId(id: string, instruction: unknown, input: unknown): string {
  if (typeof instruction !== "string" || !isJoined(input) || id !== sha256(instruction)) return id;
  return sha256(itemText(instruction, input));
}

/** The id of an item whose text alone does not tell it from another. */
export const idWithFields = (text: string, further: string): string => sha256OfParts([text, further]);

/** A cell's list or object; any other text as it is. */
export function parseCell(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const isEmpty = (value: unknown): boolean =>
  value === null ||
  (typeof value === "string" && value.trim() === "") ||
  (typeof value === "object" && Object.keys(value).length === 0);
