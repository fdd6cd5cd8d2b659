// Runs over a queue: what is left of them when a part is killed, how fast they are, and whether limits hold. Needs redis-server,
// and bullmq and ioredis beside lceval (npm install --no-save bullmq@6 ioredis@5).
//
//   node bench/queue.mjs [--kill worker|coordinator|redis] [--jobs 3000] [--slots 32] [--latency 200]
//   node bench/queue.mjs --speed [--jobs 4000] [--slots 64]      two workers beside two direct processes
//   node bench/queue.mjs --limits [--seconds 8]                  three processes, a window of two seconds
//
// Prints one object of JSON.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as listen } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    kill: { type: "string" },
    jobs: { type: "string", default: "3000" },
    slots: { type: "string", default: "32" },
    latency: { type: "string", default: "200" },
    seconds: { type: "string", default: "8" },
    speed: { type: "boolean", default: false },
    limits: { type: "boolean", default: false },
  },
});
const [jobs, slots, latencyMs, seconds] = [options.jobs, options.slots, options.latency, options.seconds].map(
  Number,
);
const bin = fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lceval-queue-"));
const running = new Set();

function start(command, args, more = {}) {
  const { OPENAI_BASE_URL: _, ...environment } = process.env;
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...environment, OPENAI_API_KEY: "key", LCEVAL_STORE: join(folder, "store"), ...more.env },
  });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise((resolve) => {
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code, said });
    });
  });
  const says = async (text) => {
    for (let tries = 0; !said.includes(text); tries++) {
      if (child.exitCode !== null || tries > 3000) throw new Error(`it never said ${text}: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, ended, says };
}

const freePort = () =>
  new Promise((resolve) => {
    const server = listen().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function startRedis(port) {
  const args = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--appendonly",
    "yes",
    "--dir",
    folder,
  ];
  const redis = start("redis-server", args);
  await redis.says("Ready to accept connections");
  return redis;
}

/** How often each question was asked, and when the first and the last. */
const asked = new Map();
let times = { first: null, last: null };
const inFlight = { now: 0, peak: 0 };
const top = ["m", "M"].map((token, i) => ({ token, logprob: Math.log([0.7, 0.3][i]) }));
const judge = createServer((request, response) => {
  const hash = createHash("sha1");
  inFlight.peak = Math.max(inFlight.peak, ++inFlight.now);
  request.on("data", (chunk) => hash.update(chunk));
  request.on("end", () => {
    const key = hash.digest("base64");
    asked.set(key, (asked.get(key) ?? 0) + 1);
    times.first ??= performance.now();
    setTimeout(() => {
      times.last = performance.now();
      inFlight.now--;
      response.writeHead(200, { "content-type": "application/json" });
      const content = [{ top_logprobs: top }];
      const choice = { index: 0, finish_reason: "stop", message: { content: "m" }, logprobs: { content } };
      const usage = { prompt_tokens: 900, completion_tokens: 1 };
      response.end(JSON.stringify({ model: "echo", choices: [choice], usage }));
    }, latencyMs);
  });
});
judge.keepAliveTimeout = 60_000;
await new Promise((resolve) => judge.listen(0, "127.0.0.1", () => resolve(undefined)));
const baseUrl = `http://127.0.0.1:${judge.address().port}/v1`;

function writeOutputs() {
  for (const generator of ["baseline", "model"]) {
    const rows = Array.from({ length: jobs }, (_, i) => ({
      instruction: `Question ${i}?`,
      output: `${generator} says ${i}. `.repeat(60),
      generator,
    }));
    writeFileSync(join(folder, `${generator}.jsonl`), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  }
}

const lceval = (...args) => start(process.execPath, [bin, ...args]);
const annotate = (output, ...more) =>
  lceval(
    ...[
      "annotate",
      "model.jsonl",
      "--baseline",
      "baseline.jsonl",
      "--judge",
      "weighted",
      "--base-url",
      baseUrl,
    ],
    ...["-o", output, ...more],
  );
const worker = async (url) => {
  const started = lceval("worker", "--queue", url, "--base-url", baseUrl, "--concurrency", String(slots));
  await started.says("asking");
  return started;
};
const untilAsked = async (count) => {
  while (asked.size < count) await new Promise((resolve) => setTimeout(resolve, 10));
};
const judgedIn = (file) =>
  new Set(
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .filter(({ status }) => status === "judged")
      .map(({ instruction_id }) => instruction_id),
  ).size;
const mustBeDone = ({ code, said }) => {
  if (code !== 0) throw new Error(`exit ${code}: ${said}`);
};

async function survive(kill) {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let redis = await startRedis(port);
  const workers = [await worker(url), await worker(url)];
  writeOutputs();
  let run = annotate("out.jsonl", "--queue", url);
  await untilAsked(jobs / 3);
  if (kill === "worker") workers[0].child.kill("SIGKILL");
  if (kill === "coordinator") {
    run.child.kill("SIGKILL");
    await run.ended;
    run = annotate("out.jsonl", "--queue", url);
  }
  if (kill === "redis") {
    redis.child.kill("SIGKILL");
    await redis.ended;
    redis = await startRedis(port);
  }
  mustBeDone(await run.ended);
  const judged = judgedIn("out.jsonl");
  const twice = [...asked.values()].reduce((sum, count) => sum + count - 1, 0);
  const tooOften = [...asked.values()].filter((count) => count > 2).length;
  return { kill: kill ?? null, jobs, judged, asked: asked.size, twice, tooOften, slots: 2 * slots };
}

async function compareSpeed() {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  writeOutputs();
  const rate = () => (1000 * (asked.size - 1)) / (times.last - times.first - latencyMs);
  const reset = () => {
    asked.clear();
    times = { first: null, last: null };
    inFlight.peak = 0;
  };
  const shards = ["1/2", "2/2"].map((shard) =>
    annotate(
      `direct-${shard[0]}.jsonl`,
      "--shard",
      shard,
      "--concurrency",
      String(slots),
      "--store",
      `direct-${shard[0]}`,
    ),
  );
  for (const { ended } of shards) mustBeDone(await ended);
  const direct = rate();
  reset();
  await startRedis(port);
  for (let i = 0; i < 2; i++) await worker(url);
  mustBeDone(await annotate("queued.jsonl", "--queue", url).ended);
  const queued = rate();
  return {
    jobs,
    slots: 2 * slots,
    latencyMs,
    directPerSecond: direct,
    queuedPerSecond: queued,
    ratio: queued / direct,
  };
}

const budgetUsd = 0.14;
const client = `
import { takeRoom } from ${JSON.stringify(new URL("../dist/endpoint/queue/shared-limits.js", import.meta.url).href)};
import { openQueue } from ${JSON.stringify(new URL("../dist/endpoint/queue/bullmq.js", import.meta.url).href)};
const [url, seconds, requests, tokens] = process.argv.slice(1);
const queue = await openQueue(url);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const limits = { requestsPerMinute: Number(requests), tokensPerMinute: Number(tokens), budgetUsd: ${budgetUsd}, run: "r" };
const end = Date.now() + 1000 * seconds;
const taken = [];
await Promise.all(Array.from({ length: 40 }, async (_, i) => {
  while (Date.now() < end) {
    const weight = 1 + (i * 7 + taken.length) % 5;
    const got = await takeRoom(queue.redis, limits, { tokens: weight, usd: 0.0001 }, { windowMs: 2250, sleep });
    if (got === null) break;
    taken.push([Date.now(), weight]);
  }
}));
console.log("taken " + JSON.stringify(taken));
process.exit();
`;

/** Requests and tokens in the worst window, of what three processes were allowed. */
async function holdLimits() {
  const port = await freePort();
  await startRedis(port);
  const [requests, tokens] = [460, 1400];
  const url = `redis://127.0.0.1:${port}`;
  const args = ["--input-type=module", "-e", client, url, String(seconds), String(requests), String(tokens)];
  const clients = Array.from({ length: 3 }, () => start(process.execPath, args));
  const all = [];
  for (const { ended } of clients) {
    const { said } = await ended;
    all.push(...JSON.parse(/taken (.*)/.exec(said)?.[1] ?? "[]"));
  }
  all.sort(([a], [b]) => a - b);
  // clients keep the quarter of a second more that lceval keeps: what they note is when they heard of it
  const windowMs = 2000;
  let worstRequests = 0;
  let worstTokens = 0;
  for (let from = 0, to = 0, sum = 0; to < all.length; to++) {
    sum += all[to][1];
    while (all[to][0] - all[from][0] > windowMs) sum -= all[from++][1];
    worstRequests = Math.max(worstRequests, to - from + 1);
    worstTokens = Math.max(worstTokens, sum);
  }
  return {
    taken: all.length,
    requests,
    worstRequests,
    tokens,
    worstTokens,
    spentUsd: all.length * 0.0001,
    budgetUsd,
  };
}

try {
  const result = options.limits
    ? await holdLimits()
    : options.speed
      ? await compareSpeed()
      : await survive(options.kill);
  console.log(JSON.stringify(result));
} finally {
  for (const child of running) child.kill("SIGKILL");
  judge.closeAllConnections();
  judge.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
