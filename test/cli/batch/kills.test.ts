// A run that is killed in any state of its batch: the same command finds the batch again, sends nothing twice, loses nothing.
import { afterEach, describe, expect, it } from "vitest";
import { type Running, startCommand } from "../../command.js";
import { readLines, verdictsOf } from "../annotate/made-outputs.js";
import { batchEnvironment, batchFolder, openBatchServer } from "./batch-command.js";

const pairs = 6;
let running: Running | null = null;
afterEach(() => void running?.process.kill("SIGKILL"));

describe("annotate --batch, killed", () => {
  it.each<[string, string, number, "before" | "after", number]>([
    ["before its file is there", "upload", 0, "before", 2],
    ["when its file is there", "upload", 0, "after", 2],
    ["before its batch begins", "create", 0, "before", 1],
    ["when its batch has begun, and it has not heard of it", "create", 0, "after", 1],
    ["while the server validates", "retrieve", 0, "after", 1],
    ["while the server works", "retrieve", 1, "after", 1],
    ["before the results are there", "content", 0, "before", 1],
  ])("%s", async (_, point, number, when, uploads) => {
    const server = await openBatchServer({
      states: ["validating", "in_progress", "finalizing"],
      fault: async (at, count) => {
        if (at !== point || count !== number) return undefined;
        running!.process.kill("SIGKILL");
        await running!.finished;
        return when;
      },
    });
    const { cwd, words, run, journal, open } = batchFolder(server, pairs);
    running = startCommand(words(), { cwd, env: batchEnvironment });
    expect((await running.finished).code).toBe(null);
    const again = await run();
    expect(again.code, again.stderr).toBe(0);
    expect(verdictsOf(journal)).toHaveLength(pairs);
    expect([...server.asked.values()]).toEqual(Array(pairs).fill(1));
    expect(server.batches.size).toBe(1);
    expect(server.counts.get("upload")! <= uploads).toBe(true);
    expect(open()).toBe(0);
  });

  it("after an interrupt the batch goes on, and the same command collects it", async () => {
    const server = await openBatchServer({ states: ["validating", "in_progress"] });
    const { cwd, words, run, journal } = batchFolder(server, pairs);
    running = startCommand(words(), { cwd, env: batchEnvironment });
    await running.says("batch batch_0");
    running.process.kill("SIGINT");
    const interrupted = await running.finished;
    expect(interrupted.code, interrupted.stderr).toBe(130);
    expect(interrupted.stderr).toContain(`${pairs} requests pending in batches`);
    expect(readLines(journal)).toEqual([]);
    const again = await run();
    expect(again.code, again.stderr).toBe(0);
    expect(server.batches.size).toBe(1);
    expect(verdictsOf(journal)).toHaveLength(pairs);
  });
});
