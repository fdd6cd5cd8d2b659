import { realpath } from "node:fs/promises";

/** Where a path leads, links followed; null where there is no file. */
export const realPathOf = (path: string): Promise<string | null> => realpath(path).catch(() => null);

/** Whether two paths lead to one file; false where there is none. */
export async function isSameFile(path: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([path, other].map(realPathOf));
  return one !== null && one === two;
}
