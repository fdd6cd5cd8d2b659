// Outputs of two models in the shapes that tools write, with texts of this project.
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";

type Side = "m" | "b";

/** One shape: its file for either side, and the pairs that are to come out of it. */
export interface Shape {
  readonly name: string;
  readonly file: (side: Side) => Promise<string | Uint8Array>;
  readonly questions?: { readonly name: string; readonly content: string };
  readonly texts: readonly string[];
  readonly outputs: (side: Side) => readonly string[];
}

const count = 6;
const ids = Array.from({ length: count }, (_, i) => i);
const ask = (i: number) => `What is ${i} plus ${i}?`;
const say = (side: Side, i: number) =>
  `${side === "m" ? "It is" : "The sum is"} ${2 * i}.\nWhy, "${i}" twice.`;
const model = (side: Side) => (side === "m" ? "my-sft-7b" : "gpt-base");

interface Item {
  readonly i: number;
  readonly ask: string;
  readonly say: string;
  readonly model: string;
}
const items = (side: Side): Item[] =>
  ids.map((i) => ({ i, ask: ask(i), say: say(side, i), model: model(side) }));

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const array = (rows: readonly object[]) => JSON.stringify(rows, null, 2);
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = (rows: readonly Record<string, string | number>[], mark = ",") =>
  [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))]
    .map((cells) => `${cells.map((cell) => quote(String(cell))).join(mark)}\n`)
    .join("");
const byIndex = <T>(values: readonly T[]) => Object.fromEntries(values.map((value, i) => [i, value]));
const plain = ({ ask: instruction, say: output, model: generator }: Item) => ({
  instruction,
  output,
  generator,
});

const plainShape = {
  texts: ids.map(ask),
  outputs: (side: Side) => ids.map((i) => say(side, i)),
};

function shape(name: string, write: (all: Item[]) => string | Uint8Array, more: Partial<Shape> = {}): Shape {
  return { name, file: async (side) => write(items(side)), ...plainShape, ...more };
}
const rows = (row: (item: Item) => object): Shape => shape("x.jsonl", (all) => lines(all.map(row)));

const turns = (i: number) => [ask(i), "And once more?"];
const conversation = (texts: readonly string[], role: string) =>
  texts.map((text) => `[${role}]\n${text}`).join("\n\n");

export const shapes: Readonly<Record<string, Shape>> = {
  json: shape("x.json", (all) => array(all.map(plain))),
  jsonl: rows(plain),
  csv: shape("x.csv", (all) => csv(all.map(plain))),
  tsv: shape("x.tsv", (all) => csv(all.map(plain), "\t")),
  gzip: shape("x.jsonl.gz", (all) => gzipSync(lines(all.map(plain)))),
  parquet: shape("x.parquet", (all) =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: "prompt", data: all.map((item) => item.ask), type: "STRING" },
          { name: "response", data: all.map((item) => item.say), type: "STRING" },
          { name: "id", data: all.map(({ i }) => 2n ** 60n + BigInt(i)), type: "INT64" },
        ],
      }),
    ),
  ),
  "no-generator": rows((item) => ({ instruction: item.ask, output: item.say })),
  alpaca: shape(
    "x.json",
    (all) => array(all.map((item) => ({ instruction: "Answer.", input: item.ask, output: item.say }))),
    {
      texts: ids.map((i) => `Answer.\n\n${ask(i)}`),
    },
  ),
  "prompt-response": rows((item) => ({ prompt: item.ask, response: item.say, model: item.model })),
  "prompt-completion": rows((item) => ({ prompt: item.ask, completion: item.say })),
  "question-answer": rows((item) => ({ id: item.i, question: item.ask, answer: item.say, category: "sums" })),
  "input-output": rows((item) => ({ input: item.ask, output: item.say })),
  capitals: shape("x.csv", (all) =>
    csv(all.map((item) => ({ Prompt: item.ask, Response: item.say, Model: item.model }))),
  ),
  messages: rows((item) => ({
    messages: [
      { role: "user", content: item.ask },
      { role: "assistant", content: item.say },
    ],
  })),
  "messages-response": rows((item) => ({
    messages: [{ role: "user", content: item.ask }],
    response: item.say,
  })),
  "prompt-messages": rows((item) => ({
    prompt: [{ role: "user", content: item.ask }],
    completion: [{ role: "assistant", content: item.say }],
  })),
  sharegpt: shape("x.json", (all) =>
    array(
      all.map((item) => ({
        id: `c${item.i}`,
        conversations: [
          { from: "human", value: item.ask },
          { from: "gpt", value: item.say },
        ],
      })),
    ),
  ),
  "openai-batch": shape(
    "x.jsonl",
    (all) =>
      lines(
        all.map((item) => ({
          id: `batch_req_${item.i}`,
          custom_id: `q-${item.i}`,
          response: {
            status_code: 200,
            request_id: "r",
            body: {
              id: "c",
              model: item.model,
              choices: [{ index: 0, message: { role: "assistant", content: item.say } }],
            },
          },
          error: null,
        })),
      ),
    {
      questions: {
        name: "requests.jsonl",
        content: lines(
          ids.map((i) => ({
            custom_id: `q-${i}`,
            method: "POST",
            url: "/v1/chat/completions",
            body: { model: "m", messages: [{ role: "user", content: ask(i) }] },
          })),
        ),
      },
    },
  ),
  "vllm-run-batch": shape(
    "x.jsonl",
    (all) =>
      lines(
        all.map((item) => ({
          id: "vllm-1",
          custom_id: `q-${item.i}`,
          response: {
            status_code: 200,
            body: { model: item.model, choices: [{ message: { content: item.say } }] },
          },
          error: null,
        })),
      ),
    {
      questions: {
        name: "questions.jsonl",
        content: lines(ids.map((i) => ({ id: `q-${i}`, prompt: ask(i) }))),
      },
    },
  ),
  "vllm-outputs": rows((item) => ({
    request_id: String(item.i),
    prompt: item.ask,
    outputs: [{ index: 0, text: item.say, finish_reason: "stop" }],
  })),
  "lm-eval-samples": rows((item) => ({
    doc_id: item.i,
    doc: { question: item.ask },
    target: String(2 * item.i),
    arguments: { gen_args_0: { arg_0: item.ask, arg_1: { until: [] } } },
    resps: [[item.say]],
    filtered_resps: [item.say],
    doc_hash: "d",
    prompt_hash: "p",
    target_hash: "t",
  })),
  "arena-hard-answers": rows((item) => ({
    uid: `u${item.i}`,
    ans_id: "a",
    model: item.model,
    messages: [
      { role: "user", content: item.ask },
      { role: "assistant", content: { answer: item.say } },
    ],
    tstamp: 1,
    metadata: { token_len: 3 },
  })),
  "arena-hard-answers-v0.1": shape(
    "x.jsonl",
    (all) =>
      lines(
        all.map((item) => ({
          question_id: `h${item.i}`,
          answer_id: "a",
          model_id: item.model,
          choices: [{ index: 0, turns: [{ content: item.say, token_len: 3 }] }],
          tstamp: 1,
        })),
      ),
    {
      questions: {
        name: "question.jsonl",
        content: lines(
          ids.map((i) => ({
            question_id: `h${i}`,
            category: "c",
            cluster: "k",
            turns: [{ content: ask(i) }],
          })),
        ),
      },
    },
  ),
  "mt-bench-answers": shape(
    "x.jsonl",
    (all) =>
      lines(
        all.map((item) => ({
          question_id: 81 + item.i,
          answer_id: "a",
          model_id: item.model,
          choices: [{ index: 0, turns: [item.say, "As before."] }],
          tstamp: 1,
        })),
      ),
    {
      questions: {
        name: "question.jsonl",
        content: lines(ids.map((i) => ({ question_id: 81 + i, category: "math", turns: turns(i) }))),
      },
      texts: ids.flatMap((i) => [ask(i), conversation(turns(i), "user")]),
      outputs: (side) =>
        ids.flatMap((i) => [say(side, i), conversation([say(side, i), "As before."], "assistant")]),
    },
  ),
  "rows-container": shape("x.json", (all) =>
    JSON.stringify({ rows: all.map((item) => ({ row_idx: item.i, row: plain(item), truncated_cells: [] })) }),
  ),
  "train-container": shape("x.json", (all) => JSON.stringify({ train: all.map(plain) }, null, 1)),
  "pandas-records": shape("x.json", (all) => JSON.stringify(all.map(plain))),
  "pandas-split": shape("x.json", (all) =>
    JSON.stringify({
      columns: Object.keys(plain(all[0]!)),
      index: ids,
      data: all.map((item) => Object.values(plain(item))),
    }),
  ),
  "pandas-index": shape("x.json", (all) => JSON.stringify(byIndex(all.map(plain)))),
  "pandas-columns": shape("x.json", (all) =>
    JSON.stringify({
      instruction: byIndex(all.map((item) => item.ask)),
      output: byIndex(all.map((item) => item.say)),
    }),
  ),
  "lists-a-column": shape("x.json", (all) =>
    JSON.stringify({ prompt: all.map((item) => item.ask), response: all.map((item) => item.say) }),
  ),
  "other-list": shape("x.json", (all) =>
    JSON.stringify({ model: all[0]!.model, settings: { seed: 1 }, generations: all.map(plain) }),
  ),
  "inner-list": shape("x.json", (all) => JSON.stringify({ status: "ok", data: { items: all.map(plain) } })),
  "by-id": shape("x.json", (all) =>
    JSON.stringify(Object.fromEntries(all.map((item) => [`q-${item.i}`, plain(item)]))),
  ),
  "excel-csv": shape(
    "x.csv",
    (all) => `\ufeffsep=;\r\n${csv(all.map(plain), ";").replaceAll('"\n', '"\r\n')}`,
  ),
  pipes: shape("x.csv", (all) => csv(all.map(plain), "|")),
  "camel-case": rows((item) => ({ userPrompt: item.ask, modelResponse: item.say })),
  "models-in-a-list": rows((item) => ({
    prompt: item.ask,
    completions: [{ model: item.model, response: item.say }],
  })),
  "request-response": rows((item) => ({
    request: { model: item.model, messages: [{ role: "user", content: item.ask }] },
    response: { model: item.model, choices: [{ message: { role: "assistant", content: item.say } }] },
  })),
  "gemini-batch": rows((item) => ({
    key: `q-${item.i}`,
    request: { contents: [{ role: "user", parts: [{ text: item.ask }] }] },
    response: {
      candidates: [{ content: { role: "model", parts: [{ text: item.say }] } }],
      modelVersion: item.model,
    },
  })),
  "anthropic-batch": shape(
    "x.jsonl",
    (all) =>
      lines(
        all.map((item) => ({
          custom_id: `q-${item.i}`,
          result: {
            type: "succeeded",
            message: { model: item.model, role: "assistant", content: [{ type: "text", text: item.say }] },
          },
        })),
      ),
    {
      questions: {
        name: "requests.jsonl",
        content: lines(
          ids.map((i) => ({
            custom_id: `q-${i}`,
            params: { model: "m", messages: [{ role: "user", content: ask(i) }] },
          })),
        ),
      },
    },
  ),
  "helm-states": shape("x.json", (all) =>
    JSON.stringify({
      adapter_spec: { model: all[0]!.model },
      request_states: all.map((item) => ({
        instance: { id: `id${item.i}`, input: { text: item.ask }, references: [] },
        request: { model: item.model, prompt: item.ask },
        result: { success: true, completions: [{ text: item.say, logprob: -1 }] },
      })),
    }),
  ),
  "helm-predictions": shape(
    "x.json",
    (all) => array(all.map((item) => ({ instance_id: `id${item.i}`, predicted_text: item.say, stats: {} }))),
    {
      questions: {
        name: "instances.json",
        content: array(ids.map((i) => ({ id: `id${i}`, input: { text: ask(i) }, references: [] }))),
      },
    },
  ),
  promptfoo: shape("x.json", (all) =>
    JSON.stringify({
      evalId: "e",
      results: {
        version: 3,
        prompts: [{ raw: "{{q}}" }],
        results: all.map((item) => ({
          provider: { id: item.model },
          prompt: { raw: item.ask, label: "{{q}}" },
          vars: { q: item.ask },
          response: { output: item.say },
        })),
      },
      config: { tests: [{ vars: {} }] },
    }),
  ),
  langsmith: rows((item) => ({
    id: `r${item.i}`,
    run_type: "chain",
    inputs: { question: item.ask },
    outputs: { output: item.say },
  })),
  langfuse: rows((item) => ({
    id: `g${item.i}`,
    type: "GENERATION",
    model: item.model,
    input: [{ role: "user", content: item.ask }],
    output: { role: "assistant", content: item.say },
  })),
  inspect: shape("x.json", (all) =>
    JSON.stringify({
      version: 2,
      eval: { model: all[0]!.model },
      samples: all.map((item) => ({
        id: item.i,
        epoch: 1,
        input: item.ask,
        messages: [
          { role: "system", content: "" },
          { role: "user", content: item.ask },
          { role: "assistant", content: item.say },
        ],
        output: { model: item.model, choices: [{ message: { role: "assistant", content: item.say } }] },
      })),
    }),
  ),
  "input-beside-messages": rows((item) => ({
    input: item.ask,
    messages: [
      { role: "system", content: "" },
      { role: "user", content: item.ask },
      { role: "assistant", content: item.say },
    ],
  })),
  "vicuna-answers": shape(
    "x.jsonl",
    (all) =>
      lines(
        all.map((item) => ({ question_id: item.i, answer_id: "a", model_id: item.model, text: item.say })),
      ),
    {
      questions: {
        name: "question.jsonl",
        content: lines(ids.map((i) => ({ question_id: i, text: ask(i), category: "sums" }))),
      },
    },
  ),
  opencompass: shape("x.json", (all) =>
    JSON.stringify(
      byIndex(
        all.map((item) => ({ origin_prompt: [{ role: "HUMAN", prompt: item.ask }], prediction: item.say })),
      ),
    ),
  ),
  "column-a-model": rows((item) => ({ prompt: item.ask, mine: item.say, older: "Nothing." })),
  samples: shape(
    "x.jsonl",
    (all) => lines(all.map((item) => ({ instruction: item.ask, output: [item.say, "Again."] }))),
    {
      texts: ids.flatMap((i) => [ask(i), ask(i)]),
      outputs: (side) => ids.flatMap((i) => [say(side, i), "Again."]),
    },
  ),
  "first-sample": shape("x.jsonl", (all) =>
    lines(all.map((item) => ({ instruction: item.ask, output: [item.say, "Again."] }))),
  ),
  "gold-beside": rows((item) => ({ question: item.ask, answer: "gold", response: item.say })),
  "own-names": rows((item) => ({ q_text: item.ask, said: { by_model: item.say } })),
  "id-column": shape(
    "x.jsonl",
    (all) => lines(all.map((item) => ({ ...plain(item), instruction: `${item.ask} `, uid: `u${item.i}` }))),
    {
      texts: ids.map((i) => `${ask(i)} `),
    },
  ),
};
