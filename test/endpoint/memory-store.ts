import type { Completion } from "../../src/endpoint/client/completion.js";
import type { ReplyStore } from "../../src/endpoint/store/reply-store.js";
import type { ParameterChanges } from "../../src/endpoint/words/model-families.js";

/** A store that ends with the process. */
export function createMemoryStore(): ReplyStore {
  const replies = new Map<string, Completion>();
  let changes: ParameterChanges | null = null;
  return {
    get: async (key) => replies.get(key),
    put: async (key, completion) => void replies.set(key, completion),
    changes: async () => changes,
    keepChanges: async (kept) => {
      changes = kept;
    },
    size: async () => replies.size,
    close: async () => {},
  };
}
