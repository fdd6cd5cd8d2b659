// Starts ../shared/tools/replay-judge.mjs: an endpoint that says what a real judge once said, and fails on demand.
import { spawn } from "node:child_process";
import { atEnd } from "./at-end.js";
import { shared } from "./shared-data.js";

export interface ReplayStats {
  readonly requests: number;
  readonly answered: number;
  readonly notFound: number;
  readonly distinct: number;
  readonly peakInFlight: number;
  readonly faults: Readonly<Record<string, number>>;
}

export interface ReplayJudge {
  readonly baseUrl: string;
  stats(): Promise<ReplayStats>;
  stop(): void;
}

/** @param options its flags, for instance `["--latency", "50"]`; without a model it answers by a hash (`--echo`) */
export async function startReplayJudge(
  model: string | null,
  options: readonly string[] = [],
): Promise<ReplayJudge> {
  const recordings = model ? ["--annotations", annotationsOf(model)] : ["--echo"];
  const server = spawn(process.execPath, [shared("tools/replay-judge.mjs")!, ...recordings, ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = () => void server.kill();
  atEnd(stop);
  const baseUrl = await new Promise<string>((resolve, reject) => {
    server.stdout.setEncoding("utf8").on("data", (text: string) => {
      const url = /listening (\S+)/.exec(text)?.[1];
      if (url) resolve(url);
    });
    server.on("close", (code) => reject(new Error(`the replay judge ended (${code})`)));
  });
  const stats = async () => (await (await fetch(new URL("/stats", baseUrl))).json()) as ReplayStats;
  return { baseUrl, stats, stop };
}

export const annotationsOf = (model: string): string => shared(`alpacaeval2/annotations/${model}.json.gz`)!;
export const outputsOf = (model: string): string => shared(`alpacaeval2/outputs/${model}.json.gz`)!;
export const baselineModel = "gpt4_1106_preview";
