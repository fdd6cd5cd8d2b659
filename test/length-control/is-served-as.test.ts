import { expect, it } from "vitest";
import { isServedAs } from "../../src/length-control/judge-identity.js";

it.each([
  ["gpt-4o-2024-08-06", "gpt-4o", true],
  ["gpt-4o-mini-2024-07-18", "gpt-4o", false],
  ["gpt-4o", "openai/gpt-4o", true],
  ["Qwen/Qwen2-7B", "qwen2-7b", true],
  ["claude-3-5-sonnet@20241022", "claude-3-5-sonnet", true],
  ["llama3:latest", "llama3", true],
  ["llama-3-70b", "llama-3", false],
  ["gpt-4", "gpt-4o", false],
])("%s serves %s: %s", (served, asked, is) => {
  expect(isServedAs(served, asked)).toBe(is);
});
