// A request's key → the reply it once got, across runs, so that nothing is paid for twice. Every complete reply is kept,
// unparsable ones too: what it means is derived anew each time. Failures are no replies and are never stored.
import { join } from "node:path";
import { z } from "zod";
import { sha256OfParts } from "../../core/hash.js";
import { openKeyedLines } from "../../io/durable/keyed-lines.js";
import type { Completion } from "../client/completion.js";
import { readFinishReason } from "../words/finish-reason.js";
import type { ParameterChanges } from "../words/model-families.js";

/** Replies by the key of their request (see `replyKey`). */
export interface ReplyStore {
  /** The last reply put under a key; undefined when there is none. */
  get(key: string): Promise<Completion | undefined>;
  /** Keeps a reply; it replaces an earlier one. Resolves when it is safe; rejects with `OutputError` when it cannot be. */
  put(key: string, completion: Completion): Promise<void>;
  /** How requests to the model have to be changed, as a server has said; null where they need not, or nobody knows. */
  changes(): Promise<ParameterChanges | null>;
  keepChanges(changes: ParameterChanges): Promise<void>;
  /** How many keys there are. */
  size(): Promise<number>;
  close(): Promise<void>;
}

export interface StorePlace {
  /** A folder, made when it is not there; several processes may use it at once. */
  readonly folder: string;
  /** One file holds the replies of one model at one endpoint, so that a run indexes only what it can use. */
  readonly publicUrl: string;
  readonly model: string;
  /** Only looked into: nothing is made when it is not there, and nothing can be put. */
  readonly isReadOnly?: boolean;
}

/**
 * Opens the file of an endpoint and a model. What another process appends while it is open is found too, at the next
 * `get` that would find nothing.
 * @throws OutputError when it cannot be opened for writing.
 */
export async function openReplyStore({
  folder,
  publicUrl,
  model,
  isReadOnly = false,
}: StorePlace): Promise<ReplyStore> {
  // a hash, because no file name is made from data
  const name = `${sha256OfParts([publicUrl, model]).slice(0, 12)}.jsonl`;
  const lines = await openKeyedLines(join(folder, "replies", name), isReadOnly);
  return {
    get: async (key) => {
      const stored = await lines.get(key);
      // most are not there, and what a schema says of nothing is dear
      const { data } = stored === undefined ? {} : completionSchema.safeParse(stored);
      return data && isFinished(data) ? data : undefined;
    },
    put: (key, completion) => lines.put(key, completion),
    changes: async () => changesSchema.safeParse(await lines.get(changesKey)).data ?? null,
    keepChanges: (changes) => lines.put(changesKey, changes),
    size: () => lines.size(),
    close: () => lines.close(),
  };
}

// beside the replies, whose keys are hashes of requests
const changesKey = sha256OfParts(["changes"]);
const changesSchema: z.ZodType<ParameterChanges> = z.object({
  room: z.enum(["max_tokens", "max_completion_tokens"]).nullable(),
  dropped: z.array(z.string()),
  joinsSystem: z.literal(true).optional(),
});

/** What the store of replies holds; the same shape as `Completion`. */
const completionSchema: z.ZodType<Completion> = z.object({
  text: z.string(),
  topLogprobs: z.array(z.array(z.object({ token: z.string(), logprob: z.number() }))).nullable(),
  finishReason: z.string().nullable(),
  usage: z
    .object({
      promptTokens: z.number(),
      completionTokens: z.number(),
      cachedTokens: z.number().optional(),
      costUsd: z.number().optional(),
    })
    .nullable(),
  servedBy: z.object({ model: z.string().nullable(), systemFingerprint: z.string().nullable() }),
  onlyThoughts: z.literal(true).optional(),
  isImported: z.literal(true).optional(),
  cutAtTokens: z.number().optional(),
});

/**
 * Whether a completion is a finished answer: stores hold replies from before half texts, filtered and empty ones were
 * told apart.
 */
function isFinished({ text, topLogprobs, finishReason, onlyThoughts }: Completion): boolean {
  const finish = readFinishReason(finishReason);
  if (finish === "broken" || finish === "content_filter") return false;
  return text.trim() !== "" || topLogprobs !== null || finish === "length" || onlyThoughts === true;
}

/** `--store none`: keeps nothing, finds nothing. */
export const noStore: ReplyStore = {
  get: async () => undefined,
  put: async () => {},
  changes: async () => null,
  keepChanges: async () => {},
  size: async () => 0,
  close: async () => {},
};
