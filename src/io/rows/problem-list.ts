import { countOf } from "../../core/count-of.js";
import { InputError, type InputProblem } from "../../core/errors.js";

// A file in which this many rows are wrong is wrong as a whole; listing more would only fill the memory.
const maxProblems = 10_000;

/** The problems of an input, collected so that one error can name them all. */
export class ProblemList {
  readonly all: InputProblem[] = [];

  /** @throws InputError with all of them once there are ten thousand */
  readonly add = (problem: InputProblem): void => {
    this.all.push(problem);
    if (this.all.length === maxProblems) throw new InputError(this.all);
  };

  /** @throws InputError when there are any */
  throwIfAny(hint?: string): void {
    if (this.all.length > 0) throw new InputError(this.all, { hint });
  }
}

/** Problems that come again from row to row: each is said once, of the row where it is first met. */
export class RepeatedProblems {
  readonly #byKind = new Map<string, { readonly problem: InputProblem; rows: number }>();

  note(kind: string, problem: InputProblem): void {
    const known = this.#byKind.get(kind);
    if (known) known.rows++;
    else this.#byKind.set(kind, { problem, rows: 1 });
  }

  /** @param say the message, with how many further rows have the problem: "2 further rows", null for none */
  list(say: (message: string, further: string | null) => string): InputProblem[] {
    return [...this.#byKind.values()].map(({ problem, rows }) => ({
      ...problem,
      message: say(problem.message, rows === 1 ? null : countOf(rows - 1, "further row")),
    }));
  }
}
