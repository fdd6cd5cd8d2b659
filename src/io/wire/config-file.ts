// lceval.config.yaml or .json → its entries, each with its place, so that a wrong one can be pointed at.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { InputError, type InputProblem } from "../../core/errors.js";
import { readTextFile } from "../rows/read-text.js";

export const configFileNames = ["lceval.config.yaml", "lceval.config.yml", "lceval.config.json"] as const;

export interface ConfigEntry {
  /** Keys from the top: `["concurrency"]`, or `["score", "level"]`. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** `FILE:LINE:COLUMN` of the key. */
  readonly place: string;
}

export interface ConfigFile {
  readonly file: string;
  readonly entries: readonly ConfigEntry[];
}

/** The nearest config file in a folder or above it; null when there is none. */
export function findConfigFile(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = configFileNames.map((name) => join(at, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (dirname(at) === at) return null;
  }
}

/**
 * Reads a config file: a mapping of settings, or of commands to their settings.
 * @throws InputError with file, line and column of everything that is not well formed
 */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  const { isMap, isScalar, LineCounter, parseDocument } = await import("yaml");
  const text = await readText(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problems: InputProblem[] = document.errors.map(({ message, pos }) => ({
    file: placeAt(pos[0]),
    message,
  }));
  if (problems.length > 0) throw new InputError(problems);
  const entries: ConfigEntry[] = [];
  const collect = (node: unknown, path: readonly string[]) => {
    if (!isMap(node)) return false;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const below = [...path, String(key.value)];
      const isSection = path.length === 0 && collect(value, below);
      if (isSection) continue;
      const plain = (value as { toJSON(): unknown } | null)?.toJSON() ?? null;
      entries.push({ path: below, value: plain, place: placeAt(key.range?.[0] ?? 0) });
    }
    return true;
  };
  if (document.contents !== null && !collect(document.contents, []))
    throw new InputError({ file: `${file}:1:1`, message: "a mapping of settings is expected" });
  return { file, entries };
}

async function readText(file: string): Promise<string> {
  try {
    return await readTextFile(file);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new InputError({ file, message: `the config file cannot be read (${reason})` }, { cause });
  }
}

/** The variables of an env file (`NAME=value` lines). Values are secrets: no message quotes them. */
export async function readEnvFile(path: string): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return parseEnv(await readTextFile(path));
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? "it is not text";
    throw new InputError({ file: path, message: `the env file cannot be read (${reason})` });
  }
}
