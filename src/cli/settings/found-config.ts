// A config file that merely lies on the way up from the working folder is somebody's: a repository that was cloned, a
// folder that all may write. What it may set is said by each option's trust; a flag, the environment or `--config FILE`
// lifts that.
import { lstatSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Trust } from "../../pipeline/options/option-table.js";

/** Why a found file may not set an option to a value; null when it may. */
export function distrust(trust: Trust, value: unknown, file: string): string | null {
  if (trust === "any") return null;
  if (trust === "none") return "a config file that was only found may not set it";
  const folder = realpathSync(dirname(file));
  const paths = Array.isArray(value) ? value : [value];
  const outside = paths.find((path) => typeof path === "string" && !isInside(folder, path));
  return outside === undefined
    ? null
    : "a config file that was only found may name files of its own folder only";
}

/** A pipe or a device: whoever reads it may wait for ever, or read without end. */
function isSpecial(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** Whether a path, from the working folder and links followed, leads into a folder. What is no path (`-`, a name) does. */
function isInside(folder: string, path: string): boolean {
  if (isSpecial(path)) return false;
  const way = relative(folder, realPathOf(resolve(path)));
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(folder, way).startsWith(folder);
}

/** The real path of what need not be there: a link that leads nowhere may be written through. */
function realPathOf(path: string, links = 0): string {
  try {
    return realpathSync(path);
  } catch {
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    // where a broken link leads is nobody's business: it counts as outside
    if (isLink || links > 100 || dirname(path) === path) return sep;
    return join(realPathOf(dirname(path), links + 1), basename(path));
  }
}

const mostBytes = 2 ** 20;

/** Why a found file is left alone altogether: it is no file to be read, or it, or its folder, is somebody else's. */
export function findStranger(file: string): string | null {
  const { size } = statSync(file);
  if (isSpecial(file) || size > mostBytes) return "it is no file of settings, but endless or very large";
  // where users have no numbers
  const self = process.getuid?.();
  if (self === undefined) return null;
  const strangers = [file, realpathSync(file), dirname(file)].filter((path) => {
    const { uid } = path === dirname(file) ? statSync(path) : lstatSync(path);
    return uid !== 0 && uid !== self;
  });
  return strangers.length === 0
    ? null
    : `${strangers.includes(file) ? "it" : "its folder"} belongs to somebody else`;
}
