import { OutputError } from "../../core/errors.js";

const explanations: Readonly<Record<string, { what: string; hint?: string }>> = {
  ENOSPC: { what: "the disk is full", hint: "Free some space and run the same command again." },
  EDQUOT: { what: "the disk quota is used up", hint: "Free some space and run the same command again." },
  EACCES: { what: "permission denied" },
  EPERM: { what: "permission denied" },
  EROFS: { what: "the file system is read-only" },
  ENOENT: { what: "its folder does not exist", hint: "Create the folder first." },
  ENOTDIR: { what: "a part of the path is a file, not a folder" },
  EISDIR: { what: "it is a folder" },
  EEXIST: { what: "something else is in its place" },
  EMFILE: { what: "too many files are open", hint: "Raise the limit (`ulimit -n`), or lower --concurrency." },
  ENFILE: { what: "the machine has too many files open" },
  EIO: { what: "the disk reports an input/output error" },
};

/** The `OutputError` (exit 7) for a failed write to `path`; anything that is not the system's failure is given back as it is. */
export function toOutputError(path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const { what, hint } = explanations[error.code] ?? { what: error.message };
  return new OutputError(`${path} cannot be written: ${what} (${error.code})`, { hint, cause: error });
}

/** Whether the operating system failed, and how (`code`: ENOENT, EACCES, …). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && "syscall" in error && "code" in error;
}
