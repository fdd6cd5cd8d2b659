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
