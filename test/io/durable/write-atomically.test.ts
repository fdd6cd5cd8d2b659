import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { writeFileAtomically } from "../../../src/io/durable/write-atomically.js";
import { temporaryFolder } from "../../temporary-folder.js";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

describe("writing a file atomically", () => {
  it("writes texts and bytes, and leaves nothing else behind", async () => {
    await writeFileAtomically(join(folder, "a"), "text é");
    await writeFileAtomically(join(folder, "b"), new Uint8Array([1, 2]));
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("text é");
    expect([...readFileSync(join(folder, "b"))]).toEqual([1, 2]);
    expect(readdirSync(folder)).toEqual(["a", "b"]);
  });

  it("replaces a file and keeps its permissions", async () => {
    const path = join(folder, "a");
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    await writeFileAtomically(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it("leaves one of the contents whole when two write at once", async () => {
    const path = join(folder, "a");
    const contents = ["x".repeat(100_000), "y".repeat(100_000)];
    await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
    expect(contents).toContain(readFileSync(path, "utf8"));
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  it("follows a link", async () => {
    writeFileSync(join(folder, "target"), "old");
    symlinkSync(join(folder, "target"), join(folder, "link"));
    await writeFileAtomically(join(folder, "link"), "new");
    expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("new");
  });

  it.skipIf(process.platform === "win32")("writes to a device without replacing it", async () => {
    await writeFileAtomically("/dev/null", "gone");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("says clearly when it cannot", async () => {
    const missing = join(folder, "missing", "a");
    await expect(writeFileAtomically(missing, "x")).rejects.toMatchObject({ exitCode: 7 });
    await expect(writeFileAtomically(missing, "x")).rejects.toThrow(/its folder does not exist \(ENOENT\)/);
    await expect(writeFileAtomically(folder, "x")).rejects.toThrow(/it is a folder \(EISDIR\)/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
