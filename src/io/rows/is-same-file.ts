import { realpath } from "node:fs/promises";

/** Whether two paths lead to one file, links followed; false where there is none. */
export async function isSameFile(path: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([path, other].map((name) => realpath(name).catch(() => null)));
  return one !== null && one === two;
}
