// What a command loads: its own file, and nothing of the other commands.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandOutline } from "../../src/cli/command-outline.js";
import { bin } from "../bin.js";

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

/** The commands' files that are loaded. */
function loadedCommands(...words: string[]): string[] {
  const output = execFileSync(process.execPath, ["--import", registration, bin, ...words], {
    encoding: "utf8",
    env: { PATH: process.env.PATH },
  });
  return [...output.matchAll(/^loads .*\/cli\/commands\/([a-z-]+)\.js$/gm)].map(([, name]) => name!);
}

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
