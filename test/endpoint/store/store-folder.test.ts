import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { defaultStoreFolder } from "../../../src/endpoint/store/store-folder.js";

const system = vi.hoisted(() => ({
  homedir: () => "",
  userInfo: () => ({ homedir: "" }),
  platform: () => "linux",
}));
vi.mock("node:os", () => system);

const unknown = () => {
  throw new Error("uv_os_homedir returned ENOENT");
};

it("lies in the home that the system knows where HOME is empty", () => {
  system.userInfo = () => ({ homedir: "/home/somebody" });
  expect(defaultStoreFolder({})).toBe(join("/home/somebody", ".cache", "lceval"));
});

it("has to be named by a user without a home", () => {
  Object.assign(system, { homedir: unknown, userInfo: unknown });
  expect(() => defaultStoreFolder({})).toThrow(
    expect.objectContaining({ exitCode: 7, hint: expect.stringContaining("--store none") }),
  );
  expect(defaultStoreFolder({ XDG_CACHE_HOME: "/cache" })).toBe(join("/cache", "lceval"));
});
