// A Redis for tests of queues. They need its server, and BullMQ, which no user of lceval has to install; they say so where those
// are missing. .ci/run installs both, and fails where tests were skipped all the same.
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { describe, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.js";

function findMissing(): string | null {
  if (spawnSync("redis-server", ["--version"]).status !== 0) return "redis-server is not installed";
  const { resolve } = createRequire(import.meta.url);
  try {
    for (const name of ["bullmq", "ioredis"]) resolve(name);
    return null;
  } catch {
    return "npm install --no-save bullmq@6 ioredis@5";
  }
}

/** What tests of queues lack here; null for nothing. */
export const missingForQueues = findMissing();

/** A `describe` that needs Redis; without it one test stands in, skipped, whose name says why. */
export function describeWithRedis(name: string, define: () => void): void {
  if (missingForQueues === null) describe(name, define);
  else
    describe(name, () => {
      it(`skipped: needs Redis: ${missingForQueues}`, (context) => context.skip(missingForQueues!));
    });
}

/** Starts a Redis on a free port, without anything on the disk. */
export async function startRedis(): Promise<{ readonly url: string; stop(): void }> {
  const port = await new Promise<number>((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address() as { port: number };
      server.close(() => found(address.port));
    });
  });
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", temporaryFolder()];
  const redis = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
  await new Promise<void>((ready, reject) => {
    redis.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("Ready to accept connections")) ready();
    });
    redis.on("close", () => reject(new Error("redis-server ended")));
  });
  return { url: `redis://127.0.0.1:${port}`, stop: () => void redis.kill("SIGKILL") };
}
