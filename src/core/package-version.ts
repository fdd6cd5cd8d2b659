import { createRequire } from "node:module";

/** The version in lceval's own package.json. */
export function packageVersion(): string {
  return createRequire(import.meta.url)("../../package.json").version;
}
