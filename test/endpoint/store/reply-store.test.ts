import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { ChatRequest, Completion } from "../../../src/endpoint/client/completion.js";
import { replyKey } from "../../../src/endpoint/store/reply-key.js";
import { noStore, openReplyStore, type ReplyStore } from "../../../src/endpoint/store/reply-store.js";
import { defaultStoreFolder } from "../../../src/endpoint/store/store-folder.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { createMemoryStore } from "../memory-store.js";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const request: ChatRequest = {
  messages: [{ role: "user", content: "Which is better?" }],
  model: "judge",
  sampling: { temperature: 0, max_tokens: 1 },
  repeat: 0,
};
const publicUrl = "https://host.example/v1";
const key = (n: number) => replyKey(publicUrl, { ...request, repeat: n });
const reply = (text: string): Completion => ({
  text,
  topLogprobs: [[{ token: "m", logprob: -0.5 }]],
  finishReason: "stop",
  usage: { promptTokens: 3, completionTokens: 1 },
  servedBy: { model: "judge-1", systemFingerprint: null },
});
const openInFolder = () => openReplyStore({ folder, publicUrl, model: "judge" });
const theFile = () => join(folder, "replies", readdirSync(join(folder, "replies"))[0]!);

describe.each<[string, () => Promise<ReplyStore>]>([
  ["in a file", openInFolder],
  ["in memory", async () => createMemoryStore()],
])("a store of replies %s", (_, open) => {
  it("gives back what was put, and undefined for what was not", async () => {
    const store = await open();
    expect(await store.get(key(0))).toBeUndefined();
    await store.put(key(0), reply("m"));
    expect(await store.get(key(0))).toEqual(reply("m"));
    expect(await store.get(key(1))).toBeUndefined();
    expect(await store.size()).toBe(1);
    await store.close();
  });

  it("gives the last reply put under a key", async () => {
    const store = await open();
    await store.put(key(0), reply("first"));
    await store.get(key(0));
    await store.put(key(0), reply("second"));
    expect((await store.get(key(0)))?.text).toBe("second");
    expect(await store.size()).toBe(1);
    await store.close();
  });

  it("keeps odd replies as they are", async () => {
    const store = await open();
    const odd: Completion = {
      text: '\u2028\ud800 "}\n',
      topLogprobs: null,
      finishReason: null,
      usage: null,
      servedBy: { model: null, systemFingerprint: null },
    };
    await store.put(key(0), odd);
    expect(await store.get(key(0))).toEqual(odd);
    await store.close();
  });

  it("holds many, put and asked for at once", async () => {
    const store = await open();
    const numbers = Array.from({ length: 300 }, (_, n) => n);
    await Promise.all(numbers.map((n) => store.put(key(n), reply(`reply ${n}`))));
    const found = await Promise.all(numbers.map((n) => store.get(key(n))));
    expect(found.map((completion) => completion?.text)).toEqual(numbers.map((n) => `reply ${n}`));
    await store.close();
  });
});

describe("no store", () => {
  it("keeps nothing", async () => {
    await noStore.put(key(0), reply("m"));
    expect(await noStore.get(key(0))).toBeUndefined();
    expect(await noStore.size()).toBe(0);
    await noStore.close();
  });
});

describe("a store of replies in a file", () => {
  it("is there for the next run, under a name that data has no part in, for its owner alone", async () => {
    const store = await openReplyStore({ folder, publicUrl, model: "../../evil" });
    await store.put(key(0), reply("m"));
    await store.close();
    expect(readdirSync(join(folder, "replies"))).toEqual([expect.stringMatching(/^[0-9a-f]{12}\.jsonl$/)]);
    expect(statSync(theFile()).mode & 0o077).toBe(0);
    const again = await openReplyStore({ folder, publicUrl, model: "../../evil" });
    expect(await again.get(key(0))).toEqual(reply("m"));
    await again.close();
  });

  it("begins each line with its key", async () => {
    const store = await openInFolder();
    await store.put(key(0), reply("m"));
    await store.close();
    expect(readFileSync(theFile(), "utf8").startsWith(`{"k":"${key(0)}","v":{`)).toBe(true);
  });

  it("finds what another process appends while it is open", async () => {
    const [one, other] = [await openInFolder(), await openInFolder()];
    expect(await one.get(key(0))).toBeUndefined();
    await other.put(key(0), reply("from the other"));
    expect((await one.get(key(0)))?.text).toBe("from the other");
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => (n % 2 ? one : other).put(key(n + 1), reply(`${n}`))),
    );
    expect([await one.size(), await other.size()]).toEqual([101, 101]);
    await Promise.all([one.close(), other.close()]);
  });

  it("skips fragments and damaged lines, and goes on after them", async () => {
    const store = await openInFolder();
    await store.put(key(0), reply("good"));
    await store.close();
    const line = readFileSync(theFile(), "utf8");
    appendFileSync(theFile(), `${line.slice(0, 100)}\nnonsense\n\n{"k":"${key(1)}","v":{"text":1}}\n`);
    appendFileSync(theFile(), `{"k":"${key(2)}","v":{"te`);
    const again = await openInFolder();
    expect((await again.get(key(0)))?.text).toBe("good");
    expect(await again.get(key(1))).toBeUndefined();
    expect(await again.get(key(2))).toBeUndefined();
    await again.put(key(2), reply("whole"));
    expect((await again.get(key(2)))?.text).toBe("whole");
    await again.close();
  });

  it("says clearly when it cannot be opened", async () => {
    writeFileSync(join(folder, "file"), "");
    const place = { folder: join(folder, "file"), publicUrl, model: "judge" };
    await expect(openReplyStore(place)).rejects.toMatchObject({ exitCode: 7 });
  });
});

describe("the key of a reply", () => {
  it("does not depend on the order of members", () => {
    const turned = { ...request, sampling: { max_tokens: 1, temperature: 0 } };
    expect(replyKey(publicUrl, turned)).toBe(replyKey(publicUrl, request));
  });

  it("depends on everything that can change the answer", () => {
    const others = [
      replyKey("https://other.example/v1", request),
      ...[
        { messages: [{ role: "user" as const, content: "Which is better? " }] },
        { messages: [{ role: "system" as const, content: "Which is better?" }] },
        { model: "judge-2" },
        { sampling: { temperature: 0.1, max_tokens: 1 } },
        { sampling: { temperature: 0 } },
        { repeat: 1 },
      ].map((change) => replyKey(publicUrl, { ...request, ...change })),
    ];
    expect(new Set([replyKey(publicUrl, request), ...others]).size).toBe(others.length + 1);
  });
});

describe("the folder of the store", () => {
  it("is LCEVAL_STORE, else in the cache folder", () => {
    expect(defaultStoreFolder({ LCEVAL_STORE: "here", XDG_CACHE_HOME: "there" })).toBe("here");
    expect(defaultStoreFolder({ XDG_CACHE_HOME: join("a", "b") })).toBe(join("a", "b", "lceval"));
    expect(defaultStoreFolder({})).toMatch(/lceval$/);
  });
});
