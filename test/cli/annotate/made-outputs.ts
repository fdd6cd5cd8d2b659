// Outputs made for tests of `annotate`: instructions q0, q1, …, every answer its own.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Behaviour, SeenRequest } from "../../judge-server.js";

export interface MadeOutputs {
  /** What stands in every answer of the model. */
  readonly flavour?: string;
  readonly name?: string;
}

/** Writes `baseline.jsonl` and `model.jsonl` (or another name) with so many rows into a folder. */
export function writeOutputs(
  folder: string,
  rows: number,
  { flavour = "plain", name = "model" }: MadeOutputs = {},
): void {
  const write = (generator: string, answer: (i: number) => string) => {
    const lines = Array.from({ length: rows }, (_, i) =>
      JSON.stringify({ instruction: `q${i}`, output: answer(i), generator }),
    );
    writeFileSync(join(folder, `${generator}.jsonl`), `${lines.join("\n")}\n`);
  };
  write("baseline", (i) => `the baseline says ${i} ${"word ".repeat(i % 9)}`);
  write(name, (i) => `a ${flavour} answer to ${i} ${"word ".repeat((5 * i) % 13)}`);
}

/** The arguments of `annotate` for such outputs. */
export function annotateArguments(baseUrl: string, ...more: string[]): string[] {
  const isNamed = (option: string) => more.includes(option);
  return [
    "annotate",
    "model.jsonl",
    ...["--baseline", "baseline.jsonl", "--base-url", baseUrl],
    ...(isNamed("--judge") ? [] : ["--judge", "weighted"]),
    ...(isNamed("-o") ? [] : ["-o", "out.jsonl"]),
    ...more,
  ];
}

/** A judge whose verdict is a hash of what it is asked: the same question has the same answer. */
export function answerByHash({ body }: SeenRequest): Behaviour {
  const digest = createHash("sha256").update(JSON.stringify(body.messages)).digest();
  const p = (digest.readUInt32BE(0) + 1) / (2 ** 32 + 2);
  const topLogprobs = [
    { token: "m", logprob: Math.log(p) },
    { token: "M", logprob: Math.log(1 - p) },
  ];
  return { text: p > 0.5 ? "m" : "M", topLogprobs };
}

export type JournalLine = Readonly<Record<string, unknown>>;

/** The whole lines of a journal; torn ones are left out. */
export function readLines(path: string): JournalLine[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return line === "" ? [] : [JSON.parse(line) as JournalLine];
      } catch {
        return [];
      }
    });
}

/** What two runs of the same questions must agree on, in no order. */
export function verdictsOf(path: string): string[] {
  return readLines(path)
    .map(({ pair_id, order, repeat, status, preference, raw_label }) =>
      JSON.stringify({ pair_id, order, repeat, status, preference, raw_label }),
    )
    .sort();
}
