/** The exit codes of the `lceval` command, with what each means. Scripts rely on them; they do not change. */
export const exitCodes = {
  done: { code: 0, meaning: "done, and every requirement holds" },
  bug: { code: 1, meaning: "a bug in lceval (with a stack)" },
  usage: { code: 2, meaning: "usage: unknown option, missing argument, a budget without a known price" },
  badInput: {
    code: 3,
    meaning:
      "bad input: unreadable file, failed schema, nothing matched, duplicates, a locked or foreign output",
  },
  judgeUnusable: {
    code: 4,
    meaning:
      "the judge could not be used: no key, 401, quota, no such model, endpoint down, log-probabilities missing",
  },
  partial: {
    code: 5,
    meaning:
      "partial: more pairs unjudged than --max-unjudged allows, or the budget ran out; what was judged is kept",
  },
  fitFailed: { code: 6, meaning: "the fit failed" },
  outputUnwritable: { code: 7, meaning: "the output cannot be written, or the disk is full" },
  requirementFailed: {
    code: 10,
    meaning: "a requirement does not hold (a null value under a requirement too); --check found a difference",
  },
  inconclusive: { code: 11, meaning: "inconclusive: the interval straddles the threshold" },
  interrupted: {
    code: 130,
    meaning: "interrupted by SIGINT; what was judged is kept, and the same command goes on from there",
  },
  terminated: {
    code: 143,
    meaning: "interrupted by SIGTERM; what was judged is kept, and the same command goes on from there",
  },
} as const;

export type ExitCodeName = keyof typeof exitCodes;

/** Where several apply, the earliest of these is the exit code. */
export const exitPrecedence = [
  "badInput",
  "judgeUnusable",
  "outputUnwritable",
  "fitFailed",
  "partial",
  "requirementFailed",
  "inconclusive",
] as const satisfies readonly ExitCodeName[];
