import type { Completion } from "../../src/endpoint/client/completion.js";
import type { ReplyStore } from "../../src/endpoint/store/reply-store.js";

/** A store that ends with the process. */
export function createMemoryStore(): ReplyStore {
  const replies = new Map<string, Completion>();
  return {
    get: async (key) => replies.get(key),
    put: async (key, completion) => void replies.set(key, completion),
    size: async () => replies.size,
    close: async () => {},
  };
}
