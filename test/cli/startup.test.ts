// What a command loads: its own file, and nothing of the other commands.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandOutline } from "../../src/cli/command-outline.js";
import { bin } from "../bin.js";
import { temporaryFolder } from "../temporary-folder.js";

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

/** Everything of our own that is loaded, as paths below `dist/`. */
function loadedModules(...words: string[]): string[] {
  const output = execFileSync(process.execPath, ["--import", registration, bin, ...words], {
    encoding: "utf8",
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "ignore"],
  });
  return [...output.matchAll(/^loads .*\/dist\/(.*\.js)$/gm)].map(([, path]) => path!);
}

/** The commands' files that are loaded. */
const loadedCommands = (...words: string[]) =>
  loadedModules(...words).flatMap(
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

// Exact, so that a change which loads more than it needs shows: a new module on the way of a command is one more here.
describe("our own modules that a command loads", () => {
  const folder = temporaryFolder();
  const example = (name: string) => new URL(`../../data/example/${name}`, import.meta.url).pathname;
  const journal = join(folder, "judged.jsonl");
  const annotate = ["annotate", example("model.jsonl"), "--baseline", example("baseline.jsonl")];

  it.each([
    ["the help of the whole", 16, ["--help"]],
    ["annotate", 231, [...annotate, "--judge", "offline", "--store", "none", "-o", journal]],
    ["score", 229, ["score", journal]],
    ["leaderboard", 252, ["leaderboard", journal]],
    ["convert", 92, ["convert", journal, "-o", join(folder, "converted.csv")]],
  ])("%s: %i", (_, count, words) => {
    const loaded = loadedModules(...words);
    expect(loaded).not.toContain("pipeline/index.js");
    expect(loaded).toHaveLength(count);
  });
});
