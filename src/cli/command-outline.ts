// The commands in the order of `lceval --help`, under the headings that they stand below. A name and a summary are all that
// the help of the whole needs; a command's own file is loaded when the command is asked for.
import type { DefinedCommand } from "./define-command.js";

export interface OutlinedCommand {
  /** What the command is for, in one clause. */
  readonly summary: string;
  /** Loads the command itself, or the group of those below it. */
  readonly load: () => Promise<DefinedCommand>;
}

export const commandOutline: Readonly<Record<string, Readonly<Record<string, OutlinedCommand>>>> = {
  "Judge and measure:": {
    run: {
      summary: "annotate, then score: judge models' outputs against a baseline's and print win rates",
      load: async () => (await import("./commands/run.js")).runCommand,
    },
  },
  "Judge:": {
    plan: {
      summary: "how many instructions, orders, repeats and jurors an answer takes, and what they cost",
      load: async () => (await import("./commands/plan.js")).planCommand,
    },
    annotate: {
      summary:
        "ask a judge to compare models' outputs with a baseline's; run again, it goes on where it stopped",
      load: async () => (await import("./commands/annotate.js")).annotateCommand,
    },
    judges: {
      summary: "the judges at hand: what they are, ask, and can do",
      load: async () => (await import("./commands/judges.js")).judgesCommand,
    },
    generate: {
      summary: "ask a model for its outputs; run again, it goes on where it stopped",
      load: async () => (await import("./commands/generate.js")).generateCommand,
    },
    batches: {
      summary: "batches that were sent with --batch: how far they are, and an end to them",
      load: async () => (await import("./commands/scale/batches.js")).batchesCommand,
    },
    worker: {
      summary: "ask an endpoint for runs with --queue, on this machine or another",
      load: async () => (await import("./commands/scale/worker.js")).workerCommand,
    },
    requests: {
      summary: "requests to a file and replies from one: any cluster judges, without a server",
      load: async () => (await import("./commands/scale/requests.js")).requestsCommand,
    },
    failed: {
      summary: "what in a file has no verdict or no answer, and why, in the server's words",
      load: async () => (await import("./commands/kept/failed.js")).failedCommand,
    },
  },
  "Measure:": {
    score: {
      summary: "raw and length-controlled win rates, with intervals and the health of the fit",
      load: async () => (await import("./commands/score.js")).scoreCommand,
    },
    compare: {
      summary: "paired differences of models that were judged against one baseline by one judge",
      load: async () => (await import("./commands/compare.js")).compareCommand,
    },
    leaderboard: {
      summary: "rank models, against their baseline or any of themselves, alone or among the published ones",
      load: async () => (await import("./commands/leaderboard.js")).leaderboardCommand,
    },
    analyze: {
      summary: "how good a judge or a metric is, and what labelled outputs show",
      load: async () => (await import("./commands/analyze.js")).analyzeCommand,
    },
    calibrate: {
      summary: "instruction difficulty of a data set of your own, from the judgements of several models",
      load: async () => (await import("./commands/calibrate.js")).calibrateCommand,
    },
    report: {
      summary: "one self-contained HTML page: rates, charts, the health of the fit, pairs to look at",
      load: async () => (await import("./commands/report.js")).reportCommand,
    },
  },
  "More:": {
    verify: {
      summary: "whether a file of judgements is what a run wrote, and what its outputs may hide; mends it",
      load: async () => (await import("./commands/kept/verify.js")).verifyCommand,
    },
    merge: {
      summary: "what several machines wrote, or their stores of replies, to one; contradictions are errors",
      load: async () => (await import("./commands/scale/merge.js")).mergeCommand,
    },
    convert: {
      summary: "annotations of any columns, scale and format to a file that alpaca_eval and lceval read",
      load: async () => (await import("./commands/convert.js")).convertCommand,
    },
    demo: {
      summary: "the whole way on a small example: no key, no network; writes to the folder lceval-demo",
      load: async () => (await import("./commands/demo.js")).demoCommand,
    },
    store: {
      summary:
        "the replies that are kept, so that nothing is paid for twice: how many, and an end to old ones",
      load: async () => (await import("./commands/kept/store.js")).storeCommand,
    },
    doctor: {
      summary: "where each setting came from; whether endpoint, key, store and disk can be used",
      load: async () => (await import("./commands/doctor.js")).doctorCommand,
    },
    completion: {
      summary: "print a script that completes lceval's commands, options and values in a shell",
      load: async () => (await import("./commands/completion.js")).completionCommand,
    },
  },
};
