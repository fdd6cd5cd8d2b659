// A server of files and batches that ends them in every way that providers do. Its clock is the requests: each look at a
// batch moves it on by one state. It answers rows by a function, so any judge can stand behind it.
import { createServer } from "node:http";

/**
 * How a batch goes.
 * @typedef {object} Ending
 * @property {"completed" | "expired" | "cancelled" | "failed" | "never"} [end]
 * @property {number} [answered] rows that were done before it ended; all of them when absent
 * @property {{ code: string, message?: string, line?: number }[]} [errors] of one that failed
 * @property {(line: any, index: number) => { status: number, body: any } | "absent" | undefined} [row] what a row gets
 * @property {boolean} [isGone] its files of results have expired
 */

/**
 * What happens instead of a reply: the connection breaks before anything was done, or after it was; or an error.
 * @typedef {"before" | "after" | { status: number, body: any } | undefined} Fault
 */

/**
 * @param {object} options
 * @param {(body: any) => Promise<{ status: number, body: any }> | { status: number, body: any }} options.answer
 * @param {(batch: { lines: any[], number: number }) => Ending} [options.plan]
 * @param {(point: string, number: number) => Fault | Promise<Fault>} [options.fault] by what is asked, and how often it was
 * @param {readonly string[]} [options.states] before its end
 * @param {boolean} [options.isTogether] states in capitals, a batch wrapped in `job`
 * @param {boolean} [options.wantsName] Together's upload: below the path of files, with the file's name apart
 * @param {boolean} [options.isInline] OpenRouter's way: requests with the batch, results in it
 * @param {number} [options.mostQueued] requests in batches under way at most
 */
export async function startBatchServer({
  answer,
  plan = () => ({}),
  fault = () => undefined,
  states = ["validating", "in_progress", "finalizing"],
  isTogether = false,
  wantsName = false,
  isInline = false,
  mostQueued = Number.POSITIVE_INFINITY,
}) {
  /** @type {Map<string, any>} */
  const files = new Map();
  /** @type {Map<string, any>} */
  const batches = new Map();
  /** How often each request was answered, by its custom_id. @type {Map<string, number>} */
  const asked = new Map();
  /** @type {Map<string, number>} */
  const counts = new Map();

  const queued = () =>
    [...batches.values()].filter(({ isOver }) => !isOver).reduce((sum, { lines }) => sum + lines.length, 0);

  const answerRow = async (line, index, ending) => {
    const forced = ending.row?.(line, index);
    if (forced === "absent") return null;
    asked.set(line.custom_id, (asked.get(line.custom_id) ?? 0) + 1);
    const { status, body } = forced ?? (await answer(line.body));
    return {
      id: `row-${index}`,
      custom_id: line.custom_id,
      response: { status_code: status, request_id: `r-${index}`, body },
      error: null,
    };
  };
  const code = { expired: "batch_expired", cancelled: "batch_cancelled" };
  const finish = async (batch) => {
    const { ending, lines } = batch;
    const end = batch.isCancelled ? "cancelled" : (ending.end ?? "completed");
    batch.isOver = true;
    batch.status = end;
    if (end === "failed") {
      batch.errors = { object: "list", data: ending.errors ?? [] };
      return;
    }
    const answered =
      batch.isCancelled && ending.answered === undefined ? 0 : (ending.answered ?? lines.length);
    const done = (
      await Promise.all(lines.slice(0, answered).map((line, i) => answerRow(line, i, ending)))
    ).filter(Boolean);
    const left = lines.slice(answered).map(({ custom_id }) => ({
      custom_id,
      response: null,
      error: {
        code: code[end] ?? "batch_error",
        message: `the batch was ${end} before this request was done`,
      },
    }));
    const rows = [...done.filter((row) => row.response.status_code === 200)].reverse();
    const errors = [...done.filter((row) => row.response.status_code !== 200), ...left];
    batch.request_counts = { total: lines.length, completed: rows.length, failed: errors.length };
    if (isInline) batch.results = [...rows, ...errors];
    for (const [member, list] of [
      ["output_file_id", rows],
      ["error_file_id", errors],
    ]) {
      batch[member] = null;
      if (isInline || list.length === 0) continue;
      const id = `file-${batch.id}-${member}`;
      files.set(id, ending.isGone ? null : `${list.map((row) => JSON.stringify(row)).join("\n")}\n`);
      batch[member] = id;
    }
  };
  const show = ({ lines, ending, isOver, isCancelled, step, ...batch }) => {
    const shown = isTogether ? { ...batch, status: batch.status.toUpperCase() } : batch;
    return isTogether ? { job: shown } : shown;
  };

  const routes = {
    upload: ({ raw, url }) => {
      const text = raw.toString("utf8");
      if (wantsName !== (url.pathname.endsWith("/upload") && text.includes('name="file_name"')))
        return { status: 400, body: { error: { message: "not the way to upload here" } } };
      const id = `file-in-${files.size}`;
      const at = text.indexOf('name="file"');
      files.set(id, text.slice(text.indexOf("\r\n\r\n", at) + 4, text.lastIndexOf("\r\n--")));
      return { id, object: "file", purpose: /name="purpose"\r\n\r\n(.*?)\r\n/.exec(text)?.[1] };
    },
    create: ({ raw }) => {
      const body = JSON.parse(raw.toString("utf8"));
      if (isInline && raw.indexOf('"model"') > raw.indexOf('"requests"'))
        return { status: 400, body: { error: { message: "model must come before requests" } } };
      const text = isInline ? null : files.get(body.input_file_id);
      const lines = isInline
        ? body.requests
        : text
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line));
      const number = batches.size;
      const id = `batch_${number}`;
      const models = new Set(lines.map((line) => line.body.model));
      const ids = new Set(lines.map((line) => line.custom_id));
      let ending = plan({ lines, number });
      if (models.size > 1) ending = { end: "failed", errors: [{ code: "model_mismatch", line: 2 }] };
      if (ids.size < lines.length)
        ending = { end: "failed", errors: [{ code: "duplicate_custom_id", line: 2 }] };
      if (queued() + lines.length > mostQueued)
        ending = { end: "failed", errors: [{ code: "token_limit_exceeded" }] };
      batches.set(id, {
        id,
        object: "batch",
        endpoint: body.endpoint,
        model: lines[0].body.model,
        input_file_id: body.input_file_id ?? null,
        created_at: Math.floor(Date.now() / 1000),
        status: states[0],
        request_counts: { total: lines.length, completed: 0, failed: 0 },
        lines,
        ending,
        step: 0,
        isOver: false,
        isCancelled: false,
      });
      return show(batches.get(id));
    },
    retrieve: async ({ id }) => {
      const batch = batches.get(id);
      if (batch === undefined) return { status: 404, body: { error: { message: `no batch ${id}` } } };
      if (!batch.isOver) {
        batch.step++;
        const last =
          batch.isCancelled ||
          batch.step >= states.length ||
          (batch.ending.end === "failed" && batch.step >= 1);
        if (last && (batch.isCancelled || batch.ending.end !== "never")) await finish(batch);
        else batch.status = states[Math.min(batch.step, states.length - 1)];
      }
      return show(batch);
    },
    cancel: ({ id }) => {
      const batch = batches.get(id);
      if (batch === undefined) return { status: 404, body: { error: { message: `no batch ${id}` } } };
      batch.isCancelled = true;
      batch.status = "cancelling";
      return show(batch);
    },
    list: ({ url }) => {
      const all = [...batches.values()].reverse();
      const from = 1 + all.findIndex(({ id }) => id === url.searchParams.get("after"));
      const page = all.slice(from, from + Number(url.searchParams.get("limit") ?? 20));
      return { object: "list", data: page.map(show), has_more: from + page.length < all.length };
    },
    content: ({ id }) =>
      files.get(id) ?? { status: 404, body: { error: { message: "the file has expired" } } },
    chat: async ({ raw }) => answer(JSON.parse(raw.toString("utf8"))),
  };
  const routeOf = (method, path) => {
    const [, id] = /\/(?:batches|files)\/([^/]+)/.exec(path) ?? [];
    if (path.endsWith("/chat/completions")) return ["chat"];
    if (/\/files(?:\/upload)?$/.test(path)) return ["upload"];
    if (path.endsWith("/content")) return ["content", id];
    if (path.endsWith("/cancel")) return ["cancel", id];
    if (path.endsWith("/batches")) return [method === "POST" ? "create" : "list"];
    return ["retrieve", id];
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const [point, id] = routeOf(request.method, url.pathname);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const number = counts.get(point) ?? 0;
    counts.set(point, number + 1);
    const instead = await fault(point, number);
    const said =
      instead === undefined || instead === "after"
        ? await routes[point]({ raw: Buffer.concat(chunks), id, url })
        : instead;
    if (typeof instead === "string") return request.socket.destroy();
    const isPlain = typeof said === "string";
    const status = !isPlain && typeof said.status === "number" ? said.status : 200;
    response.writeHead(status, { "content-type": isPlain ? "application/octet-stream" : "application/json" });
    response.end(isPlain ? said : JSON.stringify(typeof said.status === "number" ? said.body : said));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    batches,
    asked,
    counts,
    /** @param {string} [message] */
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
