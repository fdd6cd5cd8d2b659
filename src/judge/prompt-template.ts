// prompt.md → a template: messages made of text, placeholders and sections that stand only where an item has a
// column. The template is cut up before anything is put into it, so no text of an item can start a message, close
// a section or be taken for a placeholder.
//
//   <!-- system -->, <!-- user -->, <!-- assistant -->    on a line of its own: a message begins
//   <!-- if reference --> … <!-- end -->                  kept where the item's column is there and not empty
//   <!-- note: … -->                                      for readers of the prompt; not sent
//   {output_1}  alone on its line                         the text between two delimiter lines
//   {label_1}   within a line                             the text as it is
import { InputError } from "../core/errors.js";
import type { ChatMessage } from "../endpoint/client/completion.js";

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  /** `slot`: which comparison the value is of, from 0, in a prompt that shows several. */
  | {
      readonly kind: "value";
      readonly name: string;
      readonly isFenced: boolean;
      readonly slot?: number;
    }
  | { readonly kind: "section"; readonly column: string; readonly parts: readonly TemplatePart[] };

export interface TemplateMessage {
  readonly role: ChatMessage["role"];
  readonly parts: readonly TemplatePart[];
}

export type PromptTemplate = readonly TemplateMessage[];

const marker = /<!--\s*([\s\S]*?)\s*-->/g;
const roles = ["system", "user", "assistant"] as const;
const placeholder = /^[ \t]*\{([A-Za-z_][\w-]*)\}[ \t]*$|\{([A-Za-z_][\w-]*)\}/gm;
/** Texts that others wrote; they always stand between delimiters. */
const alwaysFenced = new Set(["output", "output_1", "output_2"]);

/**
 * Reads a prompt.md. A text without a message marker is one user message.
 * @throws InputError naming every unknown marker, unclosed section and output that shares its line.
 */
export function parsePromptTemplate(text: string, file: string): PromptTemplate {
  const problems: string[] = [];
  const messages = splitMessages(text.replace(/\r\n?/g, "\n"), problems).map(({ role, body }) => ({
    role,
    parts: parseSections(trimLines(body), problems),
  }));
  if (problems.length > 0) throw new InputError(problems.map((message) => ({ file, message })));
  return messages.filter(({ parts }) => parts.length > 0);
}

/** Placeholders of a text without any fence, as alpaca_eval's templates have them. */
export function parsePlaceholders(text: string): TemplatePart[] {
  return partsOfText(text, () => false);
}

/** Every placeholder of a template, sections' columns included. */
export function placeholdersOf(template: PromptTemplate): ReadonlySet<string> {
  const names = (part: TemplatePart): string[] => {
    if (part.kind === "text") return [];
    return part.kind === "value" ? [part.name] : [part.column, ...part.parts.flatMap(names)];
  };
  return new Set(template.flatMap(({ parts }) => parts.flatMap(names)));
}

/** The placeholders that every request fills in: those that stand outside of sections. */
export function requiredPlaceholders(template: PromptTemplate): ReadonlySet<string> {
  return new Set(
    template.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === "value" ? [part.name] : []))),
  );
}

function splitMessages(text: string, problems: string[]): { role: ChatMessage["role"]; body: string }[] {
  const messages: { role: ChatMessage["role"]; body: string }[] = [];
  let role: ChatMessage["role"] = "user";
  let from = 0;
  const close = (to: number) => {
    if (
      text
        .slice(from, to)
        .replace(/<!--\s*note:[\s\S]*?-->/g, "")
        .trim() === ""
    )
      return;
    messages.push({ role, body: text.slice(from, to) });
  };
  for (const found of text.matchAll(marker)) {
    const named = roles.find((name) => name === found[1]);
    if (named === undefined) {
      if (!/^(?:if [\w-]+|end|note:[\s\S]*)$/.test(found[1]!)) {
        problems.push(
          `unknown marker <!-- ${found[1]} -->; known: ${roles.join(", ")}, if COLUMN, end, note: …`,
        );
      }
      continue;
    }
    close(found.index);
    role = named;
    from = found.index + found[0].length;
  }
  close(text.length);
  return messages;
}

function parseSections(body: string, problems: string[]): TemplatePart[] {
  const pieces = body.split(/^[ \t]*<!--\s*(if [\w-]+|end|note:[\s\S]*?)\s*-->[ \t]*\n?/m);
  const top: TemplatePart[] = [];
  let section: { column: string; parts: TemplatePart[] } | null = null;
  pieces.forEach((piece, i) => {
    const isMarker = i % 2 === 1;
    if (!isMarker) (section?.parts ?? top).push(...fencedParts(piece, problems));
    else if (piece.startsWith("if ") && section === null) section = { column: piece.slice(3), parts: [] };
    else if (piece === "end" && section !== null) {
      top.push({ kind: "section", ...section });
      section = null;
    } else if (!piece.startsWith("note:")) problems.push(`<!-- ${piece} --> has no counterpart`);
  });
  if (section !== null) problems.push("a section <!-- if … --> is not closed by <!-- end -->");
  return top;
}

function fencedParts(text: string, problems: string[]): TemplatePart[] {
  return partsOfText(text, (name, isAlone) => {
    if (!isAlone && alwaysFenced.has(name)) problems.push(`{${name}} must stand alone on its line`);
    return isAlone && !name.startsWith("label_") && name !== "nonce";
  });
}

function partsOfText(text: string, isFenced: (name: string, isAlone: boolean) => boolean): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const found of text.matchAll(placeholder)) {
    const name = found[1] ?? found[2]!;
    if (found.index > from) parts.push({ kind: "text", text: text.slice(from, found.index) });
    parts.push({ kind: "value", name, isFenced: isFenced(name, found[1] !== undefined) });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}

function trimLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
}
