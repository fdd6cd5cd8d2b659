// Real judgements of a published judge, asked for again over HTTP from a server that misbehaves on purpose.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askAll } from "../../src/endpoint/asking/asker.js";
import { type Clock, systemClock } from "../../src/endpoint/asking/clock.js";
import type { Question } from "../../src/endpoint/asking/question.js";
import { type ChatEndpoint, createChatEndpoint } from "../../src/endpoint/client/chat-endpoint.js";
import type { Completion } from "../../src/endpoint/client/completion.js";
import { describeWithShared, readSharedRows, shared } from "../shared-data.js";
import { createMemoryStore } from "./memory-store.js";

// few of those that end by the clock: such a question is repeated at most twice
const faults = "429:0.2,500:0.1,reset:0.05,truncate:0.05,empty:0.03,stall:0.002,html:0.02,hang:0.002";
const recording = "alpacaeval2/annotations/vicuna-7b-v1.5.json.gz";

interface Row {
  readonly instruction: string;
  readonly output_1: string;
  readonly output_2: string;
  readonly preference: number | null;
}

async function startReplay(...more: string[]) {
  const args = [shared("tools/replay-judge.mjs")!, "--annotations", shared(recording)!, ...more];
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  const baseUrl = String(line).trim().replace("listening ", "");
  return { baseUrl, stop: () => server.kill() };
}

// retries without their waits, but not all at once either
const hasty: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 20), signal) };

/** P(the model is better), from the log-probabilities of m (baseline, shown first) and M. */
function preferenceOf({ topLogprobs }: Completion): number {
  const of = (token: string) => Math.exp(topLogprobs![0]!.find((one) => one.token === token)!.logprob);
  return 1 + of("M") / (of("m") + of("M"));
}

describeWithShared("the recorded judgements of a real judge", () => {
  let stop = () => {};
  let endpoint: ChatEndpoint;
  let questions: Question<Row>[];
  beforeAll(async () => {
    const rows = readSharedRows(recording) as unknown as Row[];
    const judged = rows.filter(
      ({ preference, output_1, output_2 }) => preference !== null && output_1.trim() && output_2.trim(),
    );
    questions = judged.slice(0, 250).map((row) => ({
      subject: row,
      request: {
        messages: [{ role: "user", content: `${row.instruction}\n\n${row.output_1}\n\n${row.output_2}` }],
        model: "replay",
        sampling: { max_tokens: 1, logprobs: true, top_logprobs: 5 },
        repeat: 0,
      },
    }));
    const server = await startReplay("--faults", faults, "--retry-after", "0.01");
    stop = server.stop;
    endpoint = createChatEndpoint({
      baseUrl: server.baseUrl,
      apiKey: null,
      timeoutMs: 3000,
      connections: 32,
    });
  });
  afterAll(async () => {
    await endpoint.close();
    stop();
  });

  it("come through every fault as they were, in a bounded number of requests, and only once", async () => {
    const store = createMemoryStore();
    // nearly half of all attempts fail: nine in a row are met among hundreds of questions
    const options = { endpoint, store, concurrency: 16, clock: hasty, maxRetries: 20 };
    const { outcomes, progress } = askAll(questions, options);
    const wrong: unknown[] = [];
    let answered = 0;
    for await (const batch of outcomes) {
      for (const outcome of batch) {
        if (outcome.status !== "answered") wrong.push(outcome);
        else if (Math.abs(preferenceOf(outcome.completion) - outcome.subject.preference!) > 1e-9)
          wrong.push(outcome);
        else answered++;
      }
    }
    expect(wrong).toEqual([]);
    expect(answered).toBe(questions.length);
    expect(questions.length).toBe(250);
    expect(progress.requests).toBeLessThan(3 * questions.length);
    const again = askAll(questions, options);
    for await (const batch of again.outcomes)
      expect(batch.every(({ attempts }) => attempts === 0)).toBe(true);
    expect(again.progress).toMatchObject({ stored: questions.length, requests: 0 });
  });
});
