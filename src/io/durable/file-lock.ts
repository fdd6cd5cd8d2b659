// One process per output: a lock file beside the real file names its holder, who touches it every few seconds. A lock is
// stale when its holder is gone: known at once where process ids mean the same to both (same machine, same PID namespace),
// and for every other holder (a container, another host of a shared disk) by the heartbeat that has stopped.
import { randomUUID } from "node:crypto";
import { readlinkSync, rmSync } from "node:fs";
import {
  link,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { hostname, tmpdir, userInfo } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../../core/errors.js";
import { isSystemError, toOutputError } from "./output-failure.js";

const heartbeatMs = 5_000;
/** Twelve beats: a process that computes, or a slow disk, misses some. */
const longestSilenceMs = 60_000;

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Where the process id means something; null where that cannot be told, and in locks of lceval 0.1. */
  readonly processes: string | null;
  /** Tells locks apart. */
  readonly token: string;
}

/** The right to write one output. */
export interface FileLock {
  /** Gives it up; more than once does no harm. */
  release(): Promise<void>;
}

/** The locks that this process holds or is about to, each with what stands in it. */
const held = new Map<string, string>();
// a process that ends in a hurry leaves no lock behind
process.on("exit", () => {
  for (const lock of held.keys()) rmSync(lock, { force: true });
});

/**
 * Takes the lock of an output, by whatever name (links, relative paths), or fails at once.
 * @throws InputError (exit 3) when somebody else holds it; OutputError when the lock file cannot be written.
 */
export async function lockFile(path: string): Promise<FileLock> {
  try {
    const real = await realFile(path);
    const taken: FileLock[] = [];
    for (const lock of [`${real}.lock`, ...(await lockOfHardLinks(real))]) {
      taken.push(
        await takeLock(lock, path).catch(async (error: unknown) => {
          for (const each of taken) await each.release();
          throw error;
        }),
      );
    }
    return {
      async release() {
        for (const each of taken) await each.release();
      },
    };
  } catch (error) {
    throw toOutputError(path, error);
  }
}

/** Where a path leads in the end; its last part need not be there. */
async function realFile(path: string, links = 0): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "ENOENT" || links > 40) throw error;
    const target = await readlink(path).catch(() => null);
    if (target !== null) return realFile(resolve(dirname(path), target), links + 1);
    return join(await realpath(dirname(path)), basename(path));
  }
}

/** A file with several names has a lock by its number as well: it may be written under another name, in another folder. */
async function lockOfHardLinks(real: string): Promise<string[]> {
  const found = await stat(real).catch(() => null);
  if (found === null || found.nlink < 2 || !found.isFile()) return [];
  return [join(tmpdir(), `lceval-${userInfo().uid}-${found.dev}-${found.ino}.lock`)];
}

async function takeLock(lock: string, path: string): Promise<FileLock> {
  const self: Holder = { host: hostname(), pid: process.pid, processes: processSpace(), token: randomUUID() };
  if (held.has(lock)) throw lockedError(path, lock, self);
  const text = JSON.stringify(self);
  held.set(lock, text);
  try {
    for (let created = await create(lock, text); !created.isOurs; created = await create(lock, text)) {
      const found = await readIfThere(lock);
      if (found === null) continue; // released a moment ago
      const holder = parseHolder(found.text);
      const silentMs = created.nowMs - found.touchedMs;
      if (!isGone(holder, silentMs)) throw lockedError(path, lock, holder);
      await removeStale(lock, found.text);
    }
  } catch (error) {
    held.delete(lock);
    throw toOutputError(lock, error);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => {}); // where it is gone, the size of the file tells of another writer
  }, heartbeatMs);
  heartbeat.unref();
  return {
    async release() {
      if (held.get(lock) !== text) return;
      clearInterval(heartbeat);
      // somebody who thought us gone may have taken it over
      if ((await readIfThere(lock))?.text === text) await rm(lock, { force: true });
      held.delete(lock);
    },
  };
}

/** The boot and the PID namespace of this process (Linux); elsewhere the machine is all there is. */
function processSpace(): string | null {
  if (process.platform !== "linux") return "machine";
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}

interface Created {
  readonly isOurs: boolean;
  /** The time by the clock that the lock's own times come from: another host's clock may be minutes off. */
  readonly nowMs: number;
}

/** Makes the lock file with its content in one step, so that nobody ever sees it empty; not ours when it is there already. */
async function create(lock: string, text: string): Promise<Created> {
  const own = `${lock}.${process.pid}-${randomUUID().slice(0, 8)}`;
  await writeFile(own, text);
  const { mtimeMs: nowMs } = await stat(own);
  try {
    await link(own, lock);
    return { isOurs: true, nowMs };
  } catch (error) {
    if (!isSystemError(error) || error.code === "ENOENT") throw error;
    const isOurs = error.code !== "EEXIST" && (await createWithoutLinks(lock, text));
    return { isOurs, nowMs };
  } finally {
    await rm(own, { force: true });
  }
}

/** On a file system without hard links. */
async function createWithoutLinks(lock: string, text: string): Promise<boolean> {
  try {
    const file = await open(lock, "wx");
    await file.writeFile(text);
    await file.close();
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") return false;
    throw error;
  }
}

async function readIfThere(lock: string): Promise<{ text: string; touchedMs: number } | null> {
  try {
    return { text: await readFile(lock, "utf8"), touchedMs: (await stat(lock)).mtimeMs };
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const { host, pid, processes = null, token = "" } = JSON.parse(text) as Partial<Holder>;
    return typeof host === "string" && Number.isInteger(pid) ? { host, pid: pid!, processes, token } : null;
  } catch {
    return null;
  }
}

function isGone(holder: Holder | null, silentMs: number): boolean {
  if (silentMs > longestSilenceMs) return true;
  if (holder === null || holder.host !== hostname()) return false;
  // in another PID namespace the same number is another process
  if (holder.processes === null || holder.processes !== processSpace()) return false;
  // not ours, or it would not have been looked at: an earlier process had the same number
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
  const aside = `${lock}.${process.pid}-${randomUUID().slice(0, 8)}.stale`;
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
      hint: `Wait for it, or name another output with -o. The lock of a process that is gone (${lock}) is taken over ${longestSilenceMs / 1000} s after its last sign.`,
    },
  );
}
