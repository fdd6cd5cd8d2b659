// Requests and tokens a minute, and a budget, over all workers of a queue: one log in Redis of what was sent, on its clock,
// each entry with its weight. A script looks, decides and notes in one step, so no two workers can take the same room (a
// counter a window, as libraries have it, lets twice the limit into the worst window).
import { randomUUID } from "node:crypto";
import type { RedisClient } from "./bullmq.js";

export interface QueueLimits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly budgetUsd: number | null;
  /** Whose budget it is. */
  readonly run: string;
}

export interface SharedUse {
  readonly tokens: number;
  readonly usd: number;
}

export interface Taken {
  readonly entry: string;
  readonly tokens: number;
}

/** A minute, and a little more: two requests sent a minute apart may arrive closer together. */
const minuteMs = 60_250;
const keptSeconds = 7 * 24 * 3600;
const prefix = "lceval";

// KEYS: log, sum of its tokens, spent. ARGV: window in µs, requests, tokens, budget (each -1 for none), entry, tokens, USD
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local window = tonumber(ARGV[1])
local sum = tonumber(redis.call('GET', KEYS[2]) or '0')
local limit = string.format('%.0f', now - window)
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', limit)
for _, entry in ipairs(old) do sum = sum - tonumber(string.match(entry, ':(%d+)$')) end
if #old > 0 then redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', limit) end
redis.call('SET', KEYS[2], string.format('%.0f', sum))
local requests, tokens, budget = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local count = redis.call('ZCARD', KEYS[1])
if (requests >= 0 and count + 1 > requests) or (tokens >= 0 and sum + ARGV[6] > tokens) then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  if #first == 0 then return -1 end
  return math.max(1, math.ceil((first[2] + window - now) / 1000))
end
if budget >= 0 then
  local spent = tonumber(redis.call('GET', KEYS[3]) or '0')
  if spent + ARGV[7] > budget then return -1 end
  redis.call('SET', KEYS[3], string.format('%.12f', spent + ARGV[7]), 'EX', ${keptSeconds})
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[5] .. ':' .. ARGV[6])
redis.call('SET', KEYS[2], string.format('%.0f', sum + ARGV[6]))
return 0`;

// KEYS: log, sum. ARGV: entry, tokens that were counted, tokens that were used
const settleScript = `
local at = redis.call('ZSCORE', KEYS[1], ARGV[1] .. ':' .. ARGV[2])
if not at then return 0 end
redis.call('ZREM', KEYS[1], ARGV[1] .. ':' .. ARGV[2])
redis.call('ZADD', KEYS[1], at, ARGV[1] .. ':' .. ARGV[3])
redis.call('INCRBY', KEYS[2], ARGV[3] - ARGV[2])
return 1`;

const logKeys = [`${prefix}:sent`, `${prefix}:sent-tokens`] as const;
const budgetKey = (run: string) => `${prefix}:spent:${run}`;

/**
 * Waits until a request may be sent, and notes it as sent; null where it would cost more than is left, or never fits.
 *
 * @param windowMs shorter in tests
 */
export async function takeRoom(
  redis: RedisClient,
  limits: QueueLimits,
  { tokens, usd }: SharedUse,
  {
    windowMs = minuteMs,
    sleep,
  }: { readonly windowMs?: number; readonly sleep: (ms: number) => Promise<void> },
): Promise<Taken | null> {
  const { requestsPerMinute, tokensPerMinute, budgetUsd, run } = limits;
  const entry = randomUUID();
  for (;;) {
    const limitsNow = [requestsPerMinute ?? -1, tokensPerMinute ?? -1, budgetUsd ?? -1];
    const keys = [...logKeys, budgetKey(run)];
    const waitMs = await redis.eval(
      takeScript,
      keys.length,
      ...keys,
      ...[1000 * windowMs, ...limitsNow, entry, Math.ceil(tokens), usd.toFixed(12)],
    );
    if (waitMs === 0) return { entry, tokens: Math.ceil(tokens) };
    if (waitMs === -1) return null;
    await sleep(Number(waitMs));
  }
}

/** Replaces the most that a request could use by what it used. */
export async function settleRoom(redis: RedisClient, { entry, tokens }: Taken, used: number): Promise<void> {
  if (used !== tokens) await redis.eval(settleScript, logKeys.length, ...logKeys, entry, tokens, used);
}

/** Gives back what a request could have cost beyond what it did. */
export async function settleBudget(redis: RedisClient, run: string, backUsd: number): Promise<void> {
  const script = "return redis.call('INCRBYFLOAT', KEYS[1], ARGV[1])";
  await redis.eval(script, 1, budgetKey(run), (-backUsd).toFixed(12));
}
