// How fast the endpoint layer asks, beside a bare loop over undici's `request` in the same run. Ours does what `annotate`
// does: limits, schema, store of replies and journal, both synced to the disk.
//   npm run bench -- endpoint [--requests-per-slot 50] [--latency-ms 200] [--rounds 3]
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Agent } from "undici";
import { askAll } from "../dist/endpoint/asking/asker.js";
import { createChatEndpoint } from "../dist/endpoint/client/chat-endpoint.js";
import { openReplyStore } from "../dist/endpoint/store/reply-store.js";
import { openJournal } from "../dist/io/durable/journal.js";

const { values } = parseArgs({
  options: {
    "requests-per-slot": { type: "string", default: "50" },
    "latency-ms": { type: "string", default: "200" },
    rounds: { type: "string", default: "3" },
  },
});
const requestsPerSlot = Number(values["requests-per-slot"]);
const rounds = Number(values.rounds);

const requestOf = (number) => ({
  messages: [
    { role: "system", content: "You compare two answers." },
    { role: "user", content: `${number}\n${"Two answers of some length. ".repeat(120)}` },
  ],
  model: "echo",
  sampling: { temperature: 0, max_tokens: 1, logprobs: true, top_logprobs: 5 },
  repeat: 0,
});

async function startJudge() {
  const judge = spawn(process.execPath, [
    new URL("servers/echo-judge.mjs", import.meta.url).pathname,
    values["latency-ms"],
  ]);
  const baseUrl = await new Promise((resolve) =>
    judge.stdout.once("data", (line) => resolve(String(line).trim())),
  );
  return { baseUrl, stop: () => judge.kill() };
}

/** The least that any client must do. */
async function runBare(baseUrl, concurrency, requests) {
  const agent = new Agent({ connections: concurrency, pipelining: 1 });
  const url = new URL(`${baseUrl}/chat/completions`);
  let next = 0;
  const loop = async () => {
    while (next < requests) {
      const { messages, model, sampling } = requestOf(next++);
      const { body } = await agent.request({
        origin: url.origin,
        path: url.pathname,
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer no-key" },
        body: JSON.stringify({ model, messages, ...sampling }),
      });
      await body.json();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  await agent.close();
}

async function runOurs(baseUrl, concurrency, requests) {
  const folder = await mkdtemp(join(tmpdir(), "lceval-bench-"));
  const endpoint = createChatEndpoint({ baseUrl, apiKey: null, connections: concurrency });
  const store = await openReplyStore({ folder, publicUrl: endpoint.publicUrl, model: "echo" });
  const journal = await openJournal(join(folder, "out.jsonl"));
  const questions = function* () {
    for (let number = 0; number < requests; number++) yield { subject: number, request: requestOf(number) };
  };
  let answered = 0;
  const { outcomes } = askAll(questions(), { endpoint, store, concurrency });
  for await (const batch of outcomes) {
    await Promise.all(batch.map(({ subject, completion }) => journal.append({ subject, completion })));
    answered += batch.length;
  }
  await Promise.all([journal.close(), store.close(), endpoint.close()]);
  await rm(folder, { recursive: true });
  if (answered !== requests) throw new Error(`${answered} of ${requests} answered`);
}

async function measure(run, requests) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: requests / seconds, cpuMs: (user + system) / 1000 / requests };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const judge = await startJudge();
await runOurs(judge.baseUrl, 16, 64); // loads and warms up everything
console.log(
  `echo judge at ${values["latency-ms"]} ms; ${requestsPerSlot} requests a slot; median of ${rounds} rounds`,
);
console.log("concurrency  bare/s  ours/s  ratio  CPU ms a request: bare  ours");
for (const concurrency of [64, 256]) {
  const requests = requestsPerSlot * concurrency;
  const bare = [];
  const ours = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await measure(() => runBare(judge.baseUrl, concurrency, requests), requests));
    ours.push(await measure(() => runOurs(judge.baseUrl, concurrency, requests), requests));
  }
  const of = (runs, what) => median(runs.map((run) => run[what]));
  const ratio = median(ours.map(({ perSecond }, i) => perSecond / bare[i].perSecond));
  console.log(
    [
      String(concurrency).padStart(11),
      of(bare, "perSecond").toFixed(0).padStart(7),
      of(ours, "perSecond").toFixed(0).padStart(7),
      ratio.toFixed(2).padStart(6),
      of(bare, "cpuMs").toFixed(2).padStart(23),
      of(ours, "cpuMs").toFixed(2).padStart(5),
    ].join(" "),
  );
}
judge.stop();
