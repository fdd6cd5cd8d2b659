// `annotate --batch` in a folder of made outputs, against a server of batches that answers like `answerByHash`.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startBatchServer } from "../../../bench/servers/batch-judge.mjs";
import { atEnd } from "../../at-end.js";
import { workFolder } from "../../command.js";
import type { SaidCompletion, SeenRequest } from "../../judge-server.js";
import { annotateArguments, answerByHash, writeOutputs } from "../annotate/made-outputs.js";
import { type Ran, runLceval } from "../lceval.js";

export type BatchServer = Awaited<ReturnType<typeof startBatchServer>>;
export type BatchServerOptions = Partial<Parameters<typeof startBatchServer>[0]>;

/** A chat completion that says what `answerByHash` would. */
export const completeByHash = (body: SeenRequest["body"]) =>
  completionOf(answerByHash({ body } as SeenRequest) as SaidCompletion, body);

/** What a server that says this would send. */
export function completionOf({ text = "", topLogprobs }: SaidCompletion, body: SeenRequest["body"]) {
  const content = [{ token: text, logprob: 0, top_logprobs: topLogprobs ?? [] }];
  return {
    status: 200,
    body: {
      model: body.model,
      choices: [
        {
          index: 0,
          finish_reason: "stop",
          message: { role: "assistant", content: text },
          logprobs: { content },
        },
      ],
      usage: { prompt_tokens: 100, completion_tokens: 1, total_tokens: 101 },
    },
  };
}

export async function openBatchServer(options: BatchServerOptions = {}): Promise<BatchServer> {
  const server = await startBatchServer({ answer: completeByHash, states: ["in_progress"], ...options });
  atEnd(() => server.close());
  return server;
}

export const batchEnvironment = { OPENAI_API_KEY: "sk-a-key-of-nobody" };

/** A folder with outputs, and the command in it. */
export function batchFolder(server: BatchServer, pairs: number) {
  const cwd = workFolder();
  writeOutputs(cwd, pairs);
  const words = (...more: string[]) => [
    ...annotateArguments(server.baseUrl, "--store", "store", ...more),
    "--batch",
  ];
  return {
    cwd,
    words,
    run: (...more: string[]): Promise<Ran> => runLceval(words(...more), { cwd, env: batchEnvironment }),
    ask: (...args: string[]): Promise<Ran> =>
      runLceval(args.includes("--store") ? args : [...args, "--store", "store"], {
        cwd,
        env: batchEnvironment,
      }),
    journal: join(cwd, "out.jsonl"),
    /** Batches that the ledger knows as under way. */
    open: () => {
      const path = join(cwd, "store", "batches.jsonl");
      if (!existsSync(path)) return 0;
      const events = readFileSync(path, "utf8").match(/"event":"(begun|ended)"/g) ?? [];
      return events.reduce((sum, event) => sum + (event.includes("begun") ? 1 : -1), 0);
    },
  };
}
