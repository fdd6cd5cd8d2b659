// OpenAI's interface of files and batches, as OpenAI, Azure, Groq and Together have it, and OpenRouter's, which takes the
// requests with the batch: one HTTP request a function, its reply read, nothing repeated.
import { z } from "zod";
import type { EndpointOptions } from "../client/endpoint-options.js";
import type { Failure } from "../client/failure.js";
import { attemptOnce, openClient } from "../client/openai-client.js";
import { parseLenientJson } from "../words/lenient-json.js";
import type { BatchInterface } from "./batch-interface.js";

const errorsSchema = z.array(
  z.object({ code: z.string().nullish(), message: z.string().nullish(), line: z.number().nullish() }),
);
const batchSchema = z.object({
  id: z.string(),
  // Together has capitals
  status: z.string().transform((status) => status.toLowerCase().replace("canceled", "cancelled")),
  created_at: z.union([z.number(), z.string()]).nullish(),
  model: z.string().nullish(),
  input_file_id: z.string().nullish(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  errors: z.object({ data: errorsSchema.nullish() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  request_counts: z.object({ total: z.number().nullish(), completed: z.number().nullish() }).nullish(),
  results: z.array(z.unknown()).nullish(),
});
export type Batch = z.infer<typeof batchSchema>;

export type Said<Body> = { readonly kind: "said"; readonly body: Body } | Failed;
interface Failed {
  readonly kind: "failed";
  readonly failure: Failure;
  /** The HTTP status; null where no whole response came. */
  readonly status: number | null;
}

export interface BatchApi {
  /** A file of requests → its id. */
  upload(lines: readonly string[]): Promise<Said<string>>;
  /** Begins a batch, of an uploaded file or of lines. */
  create(model: string, input: string | readonly string[]): Promise<Said<Batch>>;
  retrieve(id: string): Promise<Said<Batch>>;
  cancel(id: string): Promise<Said<Batch>>;
  /** Batches, the newest first; those after one of them. */
  list(after?: string): Promise<Said<{ readonly batches: readonly Batch[]; readonly hasMore: boolean }>>;
  /** Lines of a file of results, parsed where they can be. */
  content(file: string): Promise<Said<readonly unknown[]>>;
  close(): Promise<void>;
}

const listed = 100;
const quickMs = 120_000;
const transferMs = 1_800_000;
const mostResultBytes = 500e6;

export function openBatchApi(options: EndpointOptions, kind: BatchInterface): BatchApi {
  const { client, close } = openClient({
    ...options,
    // Azure's deployments are asked below their own paths, its batches are not
    baseUrl: options.baseUrl.replace(/\/deployments\/[^/?#]+/, ""),
    connections: 1,
    mostReplyBytes: mostResultBytes,
  });
  const call = async <Body>(
    method: "get" | "post",
    path: string,
    read: (text: string) => Body | null,
    more: {
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
      readonly timeoutMs?: number;
    } = {},
  ): Promise<Said<Body>> => {
    const { timeoutMs = quickMs, ...sent } = more;
    let status: number | null = null;
    const said = await attemptOnce<Said<Body>>({ timeoutMs, sampling: [] }, async (attempt) => {
      try {
        await client[method](path, { ...sent, fetchOptions: { attempt } as object });
      } finally {
        status = attempt.reply?.status ?? null;
      }
      const body = read(attempt.reply!.text);
      if (body === null) throw new Error("the reply is none of files and batches");
      return { kind: "said", body };
    });
    return said.kind === "said" ? said : { ...said, status };
  };
  return {
    upload: (lines) => {
      const form = toForm(lines, kind);
      return call("post", kind.uploadPath, (text) => idOf(parseLenientJson(text)), {
        ...form,
        timeoutMs: transferMs,
      });
    },
    create: (model, input) =>
      call("post", "/batches", readBatch, {
        timeoutMs: transferMs,
        body:
          typeof input === "string"
            ? { input_file_id: input, endpoint: kind.path, completion_window: "24h" }
            : { endpoint: kind.path, model, requests: input.map(toInline) },
      }),
    retrieve: (id) => call("get", `/batches/${encodeURIComponent(id)}`, readBatch, { timeoutMs: transferMs }),
    cancel: (id) => call("post", `/batches/${encodeURIComponent(id)}/cancel`, readBatch),
    list: (after) =>
      call(
        "get",
        `/batches?limit=${listed}${after ? `&after=${encodeURIComponent(after)}` : ""}`,
        readBatches,
      ),
    content: (file) =>
      call("get", `/files/${encodeURIComponent(file)}/content`, readLines, { timeoutMs: transferMs }),
    close,
  };
}

const toInline = (line: string) => {
  const { custom_id, body } = JSON.parse(line) as { custom_id: string; body: object };
  return { custom_id, body };
};

function toForm(lines: readonly string[], { purpose, uploadPath }: BatchInterface) {
  // in JSON lines no line begins with it
  const boundary = "lceval-requests";
  const part = (head: string, text: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
  const text = [
    part('name="purpose"', purpose),
    // Together wants the name apart, others take no member that they do not know
    ...(uploadPath === "/files" ? [] : [part('name="file_name"', "requests.jsonl")]),
    part(
      'name="file"; filename="requests.jsonl"\r\nContent-Type: application/jsonl',
      `${lines.join("\n")}\n`,
    ),
    `--${boundary}--\r\n`,
  ].join("");
  return {
    body: Buffer.from(text),
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  };
}

const idOf = (value: unknown): string | null => {
  const { id } = Object(value) as { id?: unknown };
  return typeof id === "string" ? id : null;
};

function readBatch(text: string): Batch | null {
  const body = Object(parseLenientJson(text)) as { job?: unknown };
  return batchSchema.safeParse(body.job ?? body).data ?? null;
}

function readBatches(text: string) {
  const body = parseLenientJson(text);
  const list = Array.isArray(body) ? body : (Object(body) as { data?: unknown }).data;
  if (!Array.isArray(list)) return null;
  const batches = list.flatMap((each) => batchSchema.safeParse(each).data ?? []);
  return { batches, hasMore: (Object(body) as { has_more?: unknown }).has_more === true };
}

const readLines = (text: string): unknown[] =>
  text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parseLenientJson(line)]));
