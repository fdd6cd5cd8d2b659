// The package's own files: `data/`, `prompts/` and package.json are two folders above this one, as source and compiled, and
// above the command line's bundle in dist/cli.
import { createRequire } from "node:module";

/** Where the package lies. */
export const packageUrl = new URL("../../", import.meta.url);

/** What a JSON file of the package holds, by its path inside it. */
export const packageJson = <T>(path: string): T => createRequire(packageUrl)(`./${path}`);

/** The version in lceval's own package.json. */
export const packageVersion = (): string => packageJson<{ version: string }>("package.json").version;
