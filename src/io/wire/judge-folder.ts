// A judge's folder → the text of its files. Nothing outside the folder is ever read, by "..", by an absolute path
// or through a symbolic link.
import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { InputError, OutputError } from "../../core/errors.js";
import { packageFolder } from "./package-files.js";

/** A judge's files are prompts and settings; anything larger is a mistake. */
const largestBytes = 1_048_576;

/** The folder of the judges that come with lceval, at the root of the package. */
export function shippedJudgesFolder(): string {
  return join(packageFolder, "prompts");
}

/** Names of the subfolders that hold the file, in alphabetical order. */
export function foldersHolding(folder: string, file: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, file)))
    .map(({ name }) => name)
    .sort();
}

/** Whether a path is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Whether a folder holds the file. */
export function holdsFile(folder: string, file: string): boolean {
  return existsSync(join(folder, file));
}

/**
 * The text of a file that lies inside a folder.
 * @throws InputError when it is missing, too large, not UTF-8, or lies elsewhere.
 */
export function readInsideFolder(folder: string, path: string): string {
  const file = join(folder, path);
  const problem = (message: string) => new InputError({ file, message });
  if (isAbsolute(path) || path.split(/[/\\]/).includes("..")) {
    throw problem("a judge's files stay inside its folder");
  }
  if (!existsSync(file)) throw problem("does not exist");
  const way = relative(realpathSync(folder), realpathSync(file));
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw problem("leads out of the judge's folder by a symbolic link");
  }
  const { size } = statSync(file);
  if (!statSync(file).isFile() || size > largestBytes) {
    throw problem(`is not a text file of at most ${largestBytes} bytes`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    throw new InputError({ file, message: "is not UTF-8 text" }, { cause });
  }
}

/**
 * Copies a judge's folder to one that is not there yet.
 * @throws OutputError when something is there, or it cannot be written.
 */
export function copyFolder(from: string, to: string): void {
  const hint = "name a folder that is not there yet";
  if (existsSync(to))
    throw new OutputError(`the judge cannot be copied to ${to}: something is there`, { hint });
  try {
    cpSync(from, to, { recursive: true });
  } catch (cause) {
    throw new OutputError(`the judge cannot be copied to ${to}: ${(cause as Error).message}`, {
      hint,
      cause,
    });
  }
}
