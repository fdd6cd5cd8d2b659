// The store of replies → what it holds, and an end to what has long not been used.
import { join } from "node:path";
import { defaultStoreFolder } from "../endpoint/store/store-folder.js";
import {
  type KeyedLineFile,
  listKeyedLineFiles,
  removeKeyedLineFiles,
} from "../io/durable/keyed-line-files.js";
import type { PruneRequest, StoreRequest } from "./store-request.js";

/** One file a model and endpoint, oldest first. */
export const describeStore = ({
  store = defaultStoreFolder(process.env),
}: StoreRequest): Promise<KeyedLineFile[]> => listKeyedLineFiles(join(store, "replies"));

const dayMs = 86_400_000;

/** The files that were removed: whole ones, whose last reply came so many days ago. */
export async function pruneStore(
  { olderThan, ...request }: PruneRequest,
  now = Date.now(),
): Promise<KeyedLineFile[]> {
  const files = await describeStore(request);
  const old = files.filter(({ lastWritten }) => now - lastWritten.getTime() > olderThan * dayMs);
  await removeKeyedLineFiles(old);
  return old;
}
