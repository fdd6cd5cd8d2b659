import { type ExitCodeName, exitCodes } from "./exit-codes.js";

/** What every deliberate failure carries beside its message. */
export interface ErrorDetail {
  /** What the user can do about it, one sentence; printed below the message. */
  readonly hint?: string | undefined;
  /** Options that mend it when they are added to the command as it was given; stands in place of a hint. */
  readonly add?: string | undefined;
  readonly cause?: unknown;
}

/**
 * A failure that lceval foresaw: the message says what happened and where, the hint what to do. Code that must
 * react branches on `code`, never on the text. Anything thrown that is not an `LcevalError` is a bug (exit 1).
 */
export class LcevalError extends Error {
  readonly code: ExitCodeName;
  readonly hint: string | undefined;
  /** See {@link ErrorDetail.add}. */
  readonly add: string | undefined;

  constructor(code: ExitCodeName, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = new.target.name;
    this.code = code;
    this.add = detail.add;
    this.hint = detail.hint ?? (detail.add && `add ${detail.add}`);
  }

  /** The process exit code that this failure stands for. */
  get exitCode(): number {
    return exitCodes[this.code].code;
  }
}

/** The command line itself is wrong (exit 2). */
export class UsageError extends LcevalError {
  constructor(message: string, detail?: ErrorDetail) {
    super("usage", message, detail);
  }
}

/** The judge cannot be asked at all (exit 4); no pair is at fault. */
export class JudgeUnusableError extends LcevalError {
  constructor(message: string, detail?: ErrorDetail) {
    super("judgeUnusable", message, detail);
  }
}

/** The logistic fit, or a statistic that needs it, has no answer for this data (exit 6). */
export class FitError extends LcevalError {
  constructor(message: string, detail?: ErrorDetail) {
    super("fitFailed", message, detail);
  }
}

/** A result could not be written (exit 7). */
export class OutputError extends LcevalError {
  constructor(message: string, detail?: ErrorDetail) {
    super("outputUnwritable", message, detail);
  }
}

/** One thing wrong with an input, and where. */
export interface InputProblem {
  readonly file?: string | undefined;
  /** 1-based: the line of a line-oriented file, else the position in the array. */
  readonly row?: number | undefined;
  readonly field?: string | undefined;
  /** What is wrong, with the value found and what would be valid. */
  readonly message: string;
}

const shownProblems = 20;

/** Input that cannot be used (exit 3). Carries every problem found; its message shows the first twenty and counts the rest. */
export class InputError extends LcevalError {
  readonly problems: readonly InputProblem[];

  constructor(problems: InputProblem | readonly InputProblem[], detail?: ErrorDetail) {
    const all = "message" in problems ? [problems] : problems;
    super("badInput", describeProblems(all), detail);
    this.problems = all;
  }
}

function describeProblems(problems: readonly InputProblem[]): string {
  const lines = problems.slice(0, shownProblems).map(describeProblem);
  const rest = problems.length - lines.length;
  if (rest > 0) lines.push(`… and ${rest} more`);
  return lines.join("\n");
}

function describeProblem({ file, row, field, message }: InputProblem): string {
  const place = [file, row === undefined ? undefined : `row ${row}`, field && `field "${field}"`];
  const where = place.filter(Boolean).join(", ");
  return where ? `${where}: ${message}` : message;
}
