import { expect, it } from "vitest";
import { attemptOnce } from "../../../src/endpoint/client/openai-client.js";

it("ends a request that never settles, at its deadline", async () => {
  const answer = await attemptOnce({ timeoutMs: 1, sampling: [] }, () => new Promise<never>(() => {}));
  expect(answer).toMatchObject({ kind: "failed", failure: { kind: "transient", reason: "timeout" } });
});
