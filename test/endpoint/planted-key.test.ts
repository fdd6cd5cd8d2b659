// A key that a hostile endpoint echoes wherever it can must not reach the store, the journal, an outcome or an error.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { askAll } from "../../src/endpoint/asking/asker.js";
import { createChatEndpoint } from "../../src/endpoint/client/chat-endpoint.js";
import { openReplyStore } from "../../src/endpoint/store/reply-store.js";
import { openJournal } from "../../src/io/durable/journal.js";
import { type Behaviour, type SeenRequest, startJudgeServer } from "../judge-server.js";
import { createSleeplessClock } from "./virtual-clock.js";

const apiKey = "planted/Key+0123456789";
const urlPassword = "planted-password";
const secrets = [apiKey, urlPassword, encodeURIComponent(apiKey), btoa(`me:${urlPassword}`)];
/** Says what it was sent, in every way there is. */
function echo({ number, headers, path }: SeenRequest): Behaviour {
  const basic = /^Basic (.*)$/.exec(headers.authorization ?? "")?.[1];
  const said = `${headers.authorization} ${path} ${decodeURIComponent(path)} ${basic ? atob(basic) : ""}`;
  const error = { error: { message: said, code: said, param: said, type: said } };
  const ways: Behaviour[] = [
    { text: said, model: said },
    { status: 500, body: error },
    { status: 400, body: error },
    { status: 200, body: `<html>${said}</html>` },
    { status: 429, body: { detail: said }, headers: { "retry-after": "0.01", "x-request-id": said } },
  ];
  return number < 200 ? ways[number % ways.length]! : { status: 401, body: error };
}

it.each([
  ["a key", (port: number) => `http://127.0.0.1:${port}/v1`],
  [
    "a password in the URL",
    (port: number) => `http://me:${urlPassword}@127.0.0.1:${port}/v1?token=${apiKey}`,
  ],
])("%s reaches no file, no outcome, no error and no output", async (_, urlOf) => {
  const folder = mkdtempSync(join(tmpdir(), "lceval-key-"));
  const server = await startJudgeServer(echo);
  const endpoint = createChatEndpoint({ baseUrl: urlOf(server.port), apiKey, keyVariable: "OPENAI_API_KEY" });
  const store = await openReplyStore({ folder, publicUrl: endpoint.publicUrl, model: "judge" });
  const journal = await openJournal(join(folder, "out.jsonl"));
  const seen: unknown[] = [endpoint.publicUrl, endpoint.namesFor("judge")];
  const questions = Array.from({ length: 200 }, (_, n) => ({
    subject: n,
    request: {
      messages: [{ role: "user" as const, content: `${n}` }],
      model: "judge",
      sampling: {},
      repeat: 0,
    },
  }));
  const { outcomes, progress } = askAll(questions, {
    endpoint,
    store,
    clock: createSleeplessClock(),
    maxRetries: 1,
  });
  try {
    for await (const batch of outcomes) {
      seen.push(...batch);
      await Promise.all(batch.map((outcome) => journal.append(outcome)));
    }
  } catch (error) {
    seen.push(error, (error as Error).stack);
  }
  await Promise.all([endpoint.close(), store.close(), journal.close(), server.close()]);
  expect(progress.answered).toBeGreaterThan(10);
  expect(seen.some((one) => one instanceof Error)).toBe(true);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "utf8"));
  expect(files).toHaveLength(2);
  const everything = [...files, inspect(seen, { depth: 20, showHidden: true, maxArrayLength: null })].join(
    "\n",
  );
  expect(everything).toContain("[redacted]");
  for (const secret of secrets) expect(everything).not.toContain(secret);
  rmSync(folder, { recursive: true });
});
