import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { forgetAhead, peekBytes, readAhead, readBytes } from "../../../src/io/bytes/byte-source.js";
import { temporaryFolder } from "../../temporary-folder.js";

const path = join(temporaryFolder(), "file");

async function read(): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of readBytes(path)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe("the first bytes of a packed file", () => {
  const text = `[${'{"a":1},'.repeat(500_000)}`;

  it("cost no more than its first piece, and leave it to be read whole", async () => {
    writeFileSync(path, gzipSync(text, { level: 0 }));
    const head = await peekBytes(path, 4096);
    expect(head.length).toBeGreaterThanOrEqual(4096);
    expect(head.length).toBeLessThan(text.length / 10);
    expect(text.startsWith(head.toString())).toBe(true);
    expect(await read()).toBe(text);
  });

  it("are read of a file that states a wrong length of its text", async () => {
    const packed = gzipSync(text);
    packed.writeUInt32LE(7, packed.length - 4);
    writeFileSync(path, packed);
    expect((await peekBytes(path, 10)).length).toBeGreaterThanOrEqual(10);
    await expect(read()).rejects.toThrow("damaged");
    writeFileSync(path, Buffer.concat([gzipSync("one, "), gzipSync("two")]));
    expect(await read()).toBe("one, two");
  });
});

describe("a file that is read ahead", () => {
  afterEach(() => forgetAhead(path));

  it("is read once for whoever asks next, and anew after that", async () => {
    writeFileSync(path, "before");
    readAhead(path);
    const first = await read();
    writeFileSync(path, "after");
    expect([first, await read()]).toEqual(["before", "after"]);
  });

  it("is another one when it was let go of", async () => {
    writeFileSync(path, "before");
    readAhead(path);
    forgetAhead(path);
    writeFileSync(path, "after");
    expect(await read()).toBe("after");
  });

  it("that is not there is said when it is its turn", async () => {
    readAhead(`${path}.none`);
    await expect(readBytes(`${path}.none`).next()).rejects.toThrow("there is no such file");
  });
});
