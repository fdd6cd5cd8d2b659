import { join } from "node:path";
import { expect, it } from "vitest";
import { defaultStoreFolder } from "../../../src/endpoint/store/store-folder.js";

const system = {
  homedir: () => "",
  userInfo: () => ({ homedir: "/home/somebody" }),
  platform: () => "linux",
};
const unknown = () => {
  throw new Error("uv_os_homedir returned ENOENT");
};

it("lies in the home that the system knows where HOME is empty", () => {
  expect(defaultStoreFolder({}, system)).toBe(join("/home/somebody", ".cache", "lceval"));
});

it("has to be named by a user without a home", () => {
  const homeless = { ...system, homedir: unknown, userInfo: unknown };
  expect(() => defaultStoreFolder({}, homeless)).toThrow(
    expect.objectContaining({ exitCode: 7, hint: expect.stringContaining("--store none") }),
  );
  expect(defaultStoreFolder({ XDG_CACHE_HOME: "/cache" }, homeless)).toBe(join("/cache", "lceval"));
});
