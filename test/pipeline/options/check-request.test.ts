// What a program gives the library is refused where the command line would refuse it: a typed error, at once.
import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/core/errors.js";
import { analyzeCorrelation } from "../../../src/pipeline/analyze/correlation.js";
import { annotate } from "../../../src/pipeline/annotate/annotate.js";
import { annotateDefaults, annotateOptions } from "../../../src/pipeline/annotate/annotate-request.js";
import { beginRunPart } from "../../../src/pipeline/asking/manifest-file.js";
import { compare } from "../../../src/pipeline/compare.js";
import { generate } from "../../../src/pipeline/generate/generate.js";
import { score } from "../../../src/pipeline/score/score.js";
import { scoreOptions } from "../../../src/pipeline/score/score-request.js";

const judged = { modelOutputs: ["m.json"], baseline: "b.json", judge: "offline", output: "o.jsonl" };

describe("a request that the command line would refuse", () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      "a level in percent",
      () => score({ annotations: ["a.json"], level: 95 }),
      "score: level is 95: a number strictly between 0 and 1 is needed.",
    ],
    [
      "no file",
      () => score({ annotations: [] }),
      "score: annotations is []: a list of files is needed, one at least.",
    ],
    [
      "no request at all",
      () => score(undefined as never),
      "score: annotations is not given: a list of files",
    ],
    [
      "a strength below 0",
      () => score({ annotations: ["a.json"], strength: -1 }),
      "score: strength is -1: it is one of: guarded-cv, cv",
    ],
    [
      "an unknown recipe",
      () => score({ annotations: ["a.json"], recipe: "lc" as never }),
      'score: recipe is "lc": choose from length_controlled_v1,',
    ],
    [
      "an unknown interval",
      () => score({ annotations: ["a.json"], interval: "wald" as never }),
      'score: interval is "wald": choose from sandwich, bootstrap, none.',
    ],
    [
      "a member that does not exist",
      () => score({ annotations: ["a.json"], bootstrap_samples: 2000 } as never),
      'score: there is no option "bootstrap_samples"; did you mean "bootstrapSamples"?',
    ],
    [
      "a concurrency of 0",
      () => annotate({ ...judged, concurrency: 0 }),
      "annotate: concurrency is 0: a number from 1 to 4096 is needed.",
    ],
    [
      "no judge",
      () => annotate({ ...judged, judge: undefined } as never),
      "required option '--judge <name|path>' not specified",
    ],
    [
      "a temperature out of range",
      () => generate({ instructions: ["i"], model: "m", output: "o.jsonl", temperature: 3 }),
      "generate: temperature is 3: a number from 0 to 2 is needed.",
    ],
    [
      "a margin that is none",
      () => compare({ models: ["a", "b"], margin: Number.NaN }),
      "compare: margin is NaN: a number from 0 to 1 is needed.",
    ],
    [
      "too few samples",
      () => analyzeCorrelation({ scores: "s", ranking: "r", rankColumn: "elo", replicates: 10 }),
      "analyzeCorrelation: replicates is 10: a number of at least 100 is needed.",
    ],
  ])("is refused: %s", async (_, call, message) => {
    const error = await call().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
  });

  it("is told of everything at once", async () => {
    const request = { annotations: ["a.json"], level: 2, seed: -1, cluster: 3 } as never;
    await expect(score(request)).rejects.toThrow(/level is 2.*\n.*cluster is 3.*\n.*seed is -1/);
  });
});

describe("a table", () => {
  it("states the defaults of the command line and of the library", () => {
    expect(annotateDefaults).toEqual({
      concurrency: 16,
      duplicates: "error",
      looks: 8,
      maxRetries: 8,
      maxUnjudged: 0.05,
      maxUnmatched: 0,
      repeat: 1,
      seed: 0,
      timeoutMs: 120_000,
    });
  });

  it("writes shares in percent where people and files do", async () => {
    const { maxUnjudged } = annotateOptions;
    for (const percent of ["0", "5", "7", "29", "33.3", "100"])
      expect(maxUnjudged.value.show!(maxUnjudged.value.read(percent))).toBe(percent);
    const request = { ...annotateDefaults, maxUnjudged: 0.07, maxFailed: 0.29, maxUnmatched: 0 };
    const part = await beginRunPart({ request, inputs: [], tasks: { all: 0, pending: 0 } }, null);
    expect(part.arguments).toMatchObject({ maxUnjudged: 7, maxFailed: 29, maxUnmatched: 0 });
  });

  it("has a default only where it is a value of its kind", () => {
    for (const entry of [...Object.values(annotateOptions), ...Object.values(scoreOptions)])
      if ("default" in entry) expect(entry.value.needsInstead(entry.default)).toBeNull();
  });
});
