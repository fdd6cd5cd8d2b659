// What a command loads: its own file, and nothing of the other commands.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandOutline } from "../../src/cli/command-outline.js";
import { bin } from "../bin.js";
import { temporaryFolder } from "../temporary-folder.js";

const root = new URL("../../", import.meta.url).pathname;
const asModule = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;
/** Node's hook that prints the address of each module that is loaded. */
const hook = asModule(`
  import { writeSync } from "node:fs";
  export function load(url, context, next) {
    writeSync(1, "loads " + url + "\\n");
    return next(url, context);
  }`);
const registration = asModule(`
  import { register } from "node:module";
  register(${JSON.stringify(hook)});`);

/** What of our own is loaded: files, as paths below `dist/`, and the modules that they are bundled of. */
function loaded(...words: string[]) {
  const output = execFileSync(process.execPath, ["--import", registration, bin, ...words], {
    encoding: "utf8",
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const files = [...output.matchAll(/^loads (?!.*\/node_modules\/).*\/dist\/(.*\.js)$/gm)].map(
    ([, path]) => path!,
  );
  const modules = files.flatMap((path) =>
    [...readFileSync(join(root, "dist", path), "utf8").matchAll(/^\/\/(?:#region)? dist\/(.*\.js)$/gm)].map(
      ([, module]) => module!,
    ),
  );
  return { files, modules };
}

/** The commands' modules that are loaded. */
const loadedCommands = (...words: string[]) =>
  loaded(...words).modules.flatMap(
    (path) => /^cli\/commands\/(?:kept\/|scale\/)?([a-z-]+)\.js$/.exec(path)?.[1] ?? [],
  );

describe("the files of commands that are loaded", () => {
  const names = Object.values(commandOutline).flatMap((commands) => Object.keys(commands));

  it.each(names)("are those that %s needs", (name) => {
    const shared = name === "run" ? ["annotate", "score"] : [];
    expect(loadedCommands(name, "--help").sort()).toEqual([name, ...shared].sort());
  });

  it("are the asked one's where its help is asked for, and none for the help of the whole", () => {
    expect(loadedCommands("help", "score")).toEqual(["score"]);
    expect(loadedCommands("--help")).toEqual([]);
  });
});

// Exact, so that a change which loads more than it needs shows: a new module on the way of a command is one more here. A new
// file is a new `import()`, or one that no part of .ci/bundle.mjs holds.
describe("our own files that a command loads, and the modules in them", () => {
  const folder = temporaryFolder();
  const example = (name: string) => join(root, "data", "example", name);
  const journal = join(folder, "judged.jsonl");
  const annotate = ["annotate", example("model.jsonl"), "--baseline", example("baseline.jsonl")];

  it.each([
    ["the help of the whole", 2, 17, ["--help"]],
    ["annotate", 16, 364, [...annotate, "--judge", "offline", "--store", "none", "-o", journal]],
    ["score", 13, 233, ["score", journal]],
    ["leaderboard", 15, 256, ["leaderboard", journal]],
    ["convert", 14, 256, ["convert", journal, "-o", join(folder, "converted.csv")]],
  ])("%s: %i files, %i modules", (_, files, modules, words) => {
    const found = loaded(...words);
    expect({ files: found.files.length, modules: found.modules.length }).toEqual({ files, modules });
  });
});
