import { describe, expect, it } from "vitest";
import { estimateTokens, loadTokenCounter } from "../../../src/endpoint/asking/token-count.js";
import type { ChatMessage } from "../../../src/endpoint/client/completion.js";

const message = (content: string): ChatMessage[] => [{ role: "user", content }];
const overhead = 7;

describe("counting tokens", async () => {
  const count = await loadTokenCounter();

  it("gives o200k_base's counts", () => {
    // "hello" and " world" are one token each; the rest is the chat format
    expect(count(message("hello world")) - overhead).toBe(2);
    expect(count(message("")) - overhead).toBe(0);
    expect(count([...message("hello"), ...message("world")])).toBe(2 + 2 * 4 + 3);
  });

  it("takes marks of the chat format in a text for text", () => {
    expect(count(message("<|endoftext|>")) - overhead).toBeGreaterThan(1);
  });

  it("is not held up by unbroken runs, and counts the text around them", () => {
    const run = count(message("a".repeat(200_000))) - overhead;
    expect(run).toBeGreaterThan(10_000);
    expect(count(message(`before ${"a".repeat(200_000)} after`)) - overhead - run).toBeLessThan(6);
    expect(count(message(" ".repeat(100_000)))).toBeLessThan(100_000);
    expect(count(message("漢".repeat(50_000)))).toBeGreaterThan(10_000);
  });

  it("is not below what is counted where prose is only estimated", () => {
    const prose = "The quick brown fox jumps over the lazy dog, and the dog does not mind. ".repeat(50);
    expect(estimateTokens(message(prose))).toBeGreaterThan(count(message(prose)));
  });
});
