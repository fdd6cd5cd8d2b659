// A template of alpaca_eval → messages. ChatML marks are cut out of the template before anything is put into it,
// so a mark inside an output is text and starts no message.
import type { ChatMessage } from "../../endpoint/client/completion.js";
import { type PromptTemplate, parsePlaceholders } from "../prompt-template.js";

const message = /<\|im_start\|>\s*(\w+)[ \t]*\n?([\s\S]*?)(?:<\|im_end\|>|(?=<\|im_start\|>)|$)/g;

/**
 * The messages of a ChatML template; a template without marks is one user message.
 * @returns The template, or what is wrong with it.
 */
export function parseChatMl(text: string): PromptTemplate | { readonly problem: string } {
  const source = text.replace(/\r\n?/g, "\n");
  if (!source.includes("<|im_start|>")) return [{ role: "user", parts: parsePlaceholders(source.trim()) }];
  const outside = source.replace(message, "").trim();
  if (outside !== "") return { problem: `has text outside its messages: "${outside.slice(0, 40)}"` };
  const messages = [...source.matchAll(message)].map(([, role, body]) => ({
    role: role!,
    body: body!.trim(),
  }));
  const unknown = messages.find(({ role }) => !isRole(role));
  if (unknown !== undefined) return { problem: `has a message of the unknown role "${unknown.role}"` };
  // An empty message at the end only opens the assistant's turn.
  const kept = messages.filter(({ body }) => body !== "");
  return kept.map(({ role, body }) => ({
    role: role as ChatMessage["role"],
    parts: parsePlaceholders(body),
  }));
}

function isRole(role: string): role is ChatMessage["role"] {
  return role === "system" || role === "user" || role === "assistant";
}
