// The same against a server that is not ours: the npm package aimock, in its chaos mode. Its reply has no
// log-probabilities, as that of many servers.
import { LLMock } from "@copilotkit/aimock";
import { expect, it } from "vitest";
import { askAll } from "../../src/endpoint/asking/asker.js";
import { createChatEndpoint } from "../../src/endpoint/client/chat-endpoint.js";
import { noStore } from "../../src/endpoint/store/reply-store.js";
import { createSleeplessClock } from "./virtual-clock.js";

it("aimock's drops, cut and malformed replies and rate limits lose no answer", async () => {
  const chaos = { dropRate: 0.1, malformedRate: 0.1, disconnectRate: 0.1, rateLimitRate: 0.1 };
  const server = new LLMock({ port: 0, chaos });
  server.onMessage(/question \d+/, { content: "The second one. Verdict: B" });
  const url = await server.start();
  const endpoint = createChatEndpoint({ baseUrl: `${url}/v1`, apiKey: "a-key", timeoutMs: 5000 });
  const questions = Array.from({ length: 200 }, (_, n) => ({
    subject: n,
    request: {
      messages: [{ role: "user" as const, content: `question ${n}` }],
      model: "judge",
      sampling: {},
      repeat: 0,
    },
  }));
  const { outcomes, progress } = askAll(questions, {
    endpoint,
    store: noStore,
    clock: createSleeplessClock(),
  });
  const answered = new Set<number>();
  for await (const batch of outcomes) {
    for (const outcome of batch) {
      expect(outcome).toMatchObject({ status: "answered", completion: { topLogprobs: null } });
      if (outcome.status === "answered") expect(outcome.completion.text).toBe("The second one. Verdict: B");
      answered.add(outcome.subject);
    }
  }
  expect(answered.size).toBe(200);
  expect(progress.retries).toBeGreaterThan(20);
  await endpoint.close();
  await server.stop();
});
