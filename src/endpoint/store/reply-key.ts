// A request → the key its reply is stored under: everything that can change the answer, and nothing else.
import { canonicalJson, sha256 } from "../../core/hash.js";
import type { ChatRequest } from "../client/completion.js";

/**
 * SHA-256, 64 hexadecimal digits, of messages, model, sampling, repeat and the endpoint's URL without user, password
 * and query. The order in which members were written does not matter.
 */
export function replyKey(publicUrl: string, request: ChatRequest): string {
  const { messages, model, sampling, repeat } = request;
  return sha256(canonicalJson({ url: publicUrl, messages, model, sampling, repeat }));
}
