// One process per output: a lock file `OUT.lock` beside it names the host and the process that writes. A lock is stale
// when it was made on this host by a process that is gone (`kill -9`, a crash); then the next process takes it over.
import { link, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { InputError } from "../../core/errors.js";
import { isSystemError, toOutputError } from "./output-failure.js";

interface Holder {
  readonly host: string;
  readonly pid: number;
}

/** The right to write one output. */
export interface FileLock {
  /** Gives it up; more than once does no harm. */
  release(): Promise<void>;
}

/** The locks that this process holds or is about to. */
const held = new Set<string>();

/**
 * Takes the lock of an output, or fails at once.
 *
 * @throws InputError (exit 3) when somebody else holds it; OutputError when the lock file cannot be written.
 */
export async function lockFile(path: string): Promise<FileLock> {
  const lock = `${path}.lock`;
  const self: Holder = { host: hostname(), pid: process.pid };
  if (held.has(lock)) throw lockedError(path, lock, self);
  held.add(lock);
  try {
    while (!(await create(lock, self))) {
      const text = await readIfThere(lock);
      if (text === null) continue; // released a moment ago
      const holder = parseHolder(text);
      if (!isStale(holder)) throw lockedError(path, lock, holder);
      await removeStale(lock, text);
    }
  } catch (error) {
    held.delete(lock);
    throw toOutputError(lock, error);
  }
  return {
    async release() {
      if (!held.has(lock)) return;
      await rm(lock, { force: true });
      held.delete(lock);
    },
  };
}

/** Makes the lock file with its content in one step, so that nobody ever sees it empty; false when it is there already. */
async function create(lock: string, self: Holder): Promise<boolean> {
  const own = `${lock}.${self.pid}`;
  await writeFile(own, JSON.stringify(self));
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (!isSystemError(error) || error.code === "ENOENT") throw error;
    if (error.code === "EEXIST") return false;
    return await createWithoutLinks(lock, self); // a file system without hard links
  } finally {
    await rm(own, { force: true });
  }
}

async function createWithoutLinks(lock: string, self: Holder): Promise<boolean> {
  try {
    const file = await open(lock, "wx");
    await file.writeFile(JSON.stringify(self));
    await file.close();
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") return false;
    throw error;
  }
}

async function readIfThere(lock: string): Promise<string | null> {
  try {
    return await readFile(lock, "utf8");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const { host, pid } = JSON.parse(text) as Partial<Holder>;
    return typeof host === "string" && Number.isInteger(pid) ? { host, pid: pid! } : null;
  } catch {
    return null;
  }
}

function isStale(holder: Holder | null): boolean {
  if (holder === null || holder.host !== hostname()) return false;
  // not ours, or it would not have been looked at: in a container every run may have the same process id
  if (holder.pid === process.pid) return true;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return isSystemError(error) && error.code === "ESRCH";
  }
}

/** Two processes may find the same stale lock: each moves away what it finds, and puts it back when it was a new one. */
async function removeStale(lock: string, staleText: string): Promise<void> {
  const aside = `${lock}.${process.pid}.stale`;
  try {
    await rename(lock, aside);
    if ((await readFile(aside, "utf8")) !== staleText) await link(aside, lock);
  } catch (error) {
    if (!isSystemError(error) || !["ENOENT", "EEXIST"].includes(error.code)) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function lockedError(path: string, lock: string, holder: Holder | null): InputError {
  const by = holder ? `process ${holder.pid} on ${holder.host}` : "another process";
  return new InputError(
    { file: path, message: `is being written by ${by}` },
    {
      hint: `Wait for it, or name another output with -o. If that process is gone, delete ${lock}.`,
    },
  );
}
