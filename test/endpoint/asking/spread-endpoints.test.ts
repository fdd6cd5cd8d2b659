// One model at several servers: who is asked, and what becomes of those that fail.
import { afterEach, expect, it } from "vitest";
import { createAdaptation } from "../../../src/endpoint/asking/adaptation.js";
import { askAll } from "../../../src/endpoint/asking/asker.js";
import { spreadOver } from "../../../src/endpoint/asking/spread-endpoints.js";
import { createChatEndpoint } from "../../../src/endpoint/client/chat-endpoint.js";
import { type Behaviour, type JudgeServer, startJudgeServer } from "../../judge-server.js";
import { createMemoryStore } from "../memory-store.js";
import { createSleeplessClock } from "../virtual-clock.js";

const servers: JudgeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const good: Behaviour = {
  status: 200,
  body: { choices: [{ index: 0, finish_reason: "stop", message: { content: "m" } }] },
};

async function askOf(count: number, behaviours: readonly (Behaviour | null)[], concurrency = 8) {
  const urls: string[] = [];
  for (const behaviour of behaviours) {
    const server = await startJudgeServer(() => behaviour ?? good);
    if (behaviour === null) await server.close();
    else servers.push(server);
    urls.push(server.baseUrl);
  }
  const endpoints = urls.map((baseUrl) => createChatEndpoint({ baseUrl, apiKey: null, timeoutMs: 5000 }));
  const endpoint = spreadOver(endpoints, concurrency);
  const notices: string[] = [];
  const store = createMemoryStore();
  const questions = Array.from({ length: count }, (_, i) => ({
    subject: i,
    request: { messages: [{ role: "user" as const, content: `${i}` }], model: "m", sampling: {}, repeat: 0 },
  }));
  const adaptation = createAdaptation((notice) => notices.push(notice));
  const clock = createSleeplessClock();
  const { outcomes, progress } = askAll(questions, { endpoint, store, clock, concurrency, adaptation });
  let error: Error | null = null;
  try {
    for await (const _ of outcomes);
  } catch (thrown) {
    error = thrown as Error;
  }
  await endpoint.close();
  return { urls, notices, progress, error, size: await store.size(), publicUrl: endpoint.publicUrl };
}
const countOf = (i: number) => servers[i]!.requests.length;

it("spreads requests over all servers; replies are kept under the first one's address", async () => {
  const { progress, size, notices, publicUrl, urls } = await askOf(60, [good, good, good]);
  expect([progress.answered, size, notices, publicUrl]).toEqual([60, 60, [], urls[0]]);
  for (const i of [0, 1, 2]) expect(countOf(i)).toBeGreaterThan(10);
});

it.each<[string, Behaviour | null, RegExp]>([
  ["is not there", null, /ECONNREFUSED/],
  ["does not take the key", "unauthorized", /401/],
  ["has another model", { status: 404, body: { error: { message: "x", code: "model_not_found" } } }, /404/],
])("leaves a server out that %s, and says so; nothing is lost", async (_, behaviour, why) => {
  for (const servers of [
    [behaviour, good],
    [good, behaviour],
  ]) {
    const { progress, notices, urls, error } = await askOf(40, servers);
    expect([progress.answered, error]).toEqual([40, null]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^endpoint-left-out: /);
    expect(notices[0]).toMatch(why);
    expect(notices[0]).toContain(urls[servers.indexOf(behaviour)]);
  }
});

it("asks less of the one that says it is too much, not of the others", async () => {
  const busy: Behaviour = { status: 429, body: { error: { message: "slow down" } } };
  const { progress, notices } = await askOf(40, [good, busy]);
  expect([progress.answered, notices]).toEqual([40, []]);
  expect(countOf(1)).toBeLessThan(countOf(0));
});

it("ends as one server would where none is left", async () => {
  const { error, progress } = await askOf(40, [null, null]);
  expect(error!.message).toMatch(/^no chat-completions endpoint answers/);
  expect(progress.answered).toBe(0);
});
