// A second server, which is not ours, with its own ideas of failing (drops, malformed bodies, cut connections, 429), as
// the endpoint of the `verdict` judge.

import { join } from "node:path";
import { LLMock } from "@copilotkit/aimock";
import { afterAll, expect, it } from "vitest";
import { runCommand, workFolder } from "../../command.js";
import { annotateArguments, readLines, writeOutputs } from "./made-outputs.js";

const rows = 30;
const mock = new LLMock({ port: 0 });
afterAll(() => mock.stop());

it("the verdict judge at aimock in chaos mode: every pair is judged, in both orders", async () => {
  mock.onMessage(/a plain answer to \d*[02468] /, { content: "The first is clearer.\n\n[[A]]" });
  mock.onMessage(/./, { content: "It is a matter of taste.\n\n[[tie]]" });
  await mock.start();
  mock.setChaos({ dropRate: 0.1, malformedRate: 0.1, disconnectRate: 0.1, rateLimitRate: 0.02 });
  const cwd = workFolder();
  writeOutputs(cwd, rows);
  const args = annotateArguments(`${mock.url}/v1`, "--judge", "verdict", "--concurrency", "8");
  const { code, stderr } = await runCommand(args, { cwd });
  expect(code, stderr).toBe(0);
  const lines = readLines(join(cwd, "out.jsonl"));
  expect(lines).toHaveLength(2 * rows);
  for (const { instruction, order, preference } of lines) {
    const isEven = Number(String(instruction).slice(1)) % 2 === 0;
    expect(preference).toBe(isEven ? (order === "model-first" ? 2 : 1) : 1.5);
  }
  expect(stderr).toContain(`flip rate (winner changes with the order): 50.0 % of ${rows}`);
  expect(stderr).toMatch(/requests \([1-9]\d* repeated\)/);
});
