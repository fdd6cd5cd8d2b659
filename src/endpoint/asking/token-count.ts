// Messages → how many tokens they are, by the encoding of OpenAI's current models.
import { loadEncoding } from "../../core/text-tokens.js";
import type { ChatMessage } from "../client/completion.js";

/** How many tokens the messages of a request are. */
export type CountTokens = (messages: readonly ChatMessage[]) => number;

// what the chat format adds to each message, and before the reply (OpenAI's cookbook)
const tokensPerMessage = 4;
const tokensBeforeReply = 3;

/** Loads the encoding (some 0.3 s) and gives the counter. */
export async function loadTokenCounter(): Promise<CountTokens> {
  const encode = await loadEncoding();
  return (messages) =>
    messages.reduce((sum, { content }) => sum + encode(content).length + tokensPerMessage, tokensBeforeReply);
}

/** A rough count without the encoding: a token for every three UTF-16 units, more than prose or code needs. */
export const estimateTokens: CountTokens = (messages) =>
  messages.reduce(
    (sum, { content }) => sum + Math.ceil(content.length / 3) + tokensPerMessage,
    tokensBeforeReply,
  );
