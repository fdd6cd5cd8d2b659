import { mkdir } from "node:fs/promises";
import { toOutputError } from "./output-failure.js";

/** Makes a folder, and those above it, unless it is there. @throws OutputError when it cannot be made */
export async function ensureFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw toOutputError(path, error);
  }
}
