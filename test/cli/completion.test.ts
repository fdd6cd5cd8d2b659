// The completion scripts, in the shells themselves where they are installed.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { leafCommands } from "../../src/cli/command-tree.js";
import { completeInBash } from "../../src/cli/completion/bash.js";
import { describeCommands } from "../../src/cli/completion/describe-commands.js";
import { completeInFish } from "../../src/cli/completion/fish.js";
import { completeInZsh } from "../../src/cli/completion/zsh.js";
import { loadAllCommands } from "../../src/cli/load-command.js";
import { buildProgram } from "../../src/cli/program.js";
import { temporaryFolder } from "../temporary-folder.js";

const program = await loadAllCommands(buildProgram());
const commands = describeCommands(program, ["weighted", "verdict"]);
const has = (shell: string) => spawnSync(shell, ["-c", "exit 0"]).status === 0;

function inShell(shell: string, files: Record<string, string>, args: readonly string[]): string[] {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "home"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, "home"),
    LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH,
  };
  const text = execFileSync(shell, [...args], { cwd: folder, encoding: "utf8", env });
  return text.split("\n").filter(Boolean);
}

describe.skipIf(!has("bash"))(`bash completion${has("bash") ? "" : " (skipped: there is no bash)"}`, () => {
  const complete = (...words: string[]) =>
    inShell("bash", { script: completeInBash(commands) }, [
      "-c",
      `. ./script; COMP_WORDS=(lceval "$@"); COMP_CWORD=$#; _lceval; printf '%s\\n' "\${COMPREPLY[@]}"`,
      "bash",
      ...words,
    ]);

  it("completes commands, subcommands, options and values", () => {
    expect(complete("sc")).toEqual(["score"]);
    expect(complete("judges", "")).toEqual(["list", "show", "copy", "check", "probe"]);
    expect(complete("judges", "check", "--judge-")).toEqual(["--judge-model"]);
    expect(complete("score", "a.json", "--strength", "")).toEqual(["guarded-cv", "cv"]);
    expect(complete("score", "a.json", "--format", "m")).toEqual(["markdown"]);
    expect(complete("run", "m.json", "--judge", "w")).toEqual(["weighted"]);
    expect(complete("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  it("leaves files to bash, and takes no file's name for a command", () => {
    expect(complete("score", "anno")).toEqual([]);
    expect(complete("score", "judges", "list", "--leve")).toEqual(["--level"]);
  });

  it("knows every option of every command", () => {
    for (const command of leafCommands(program)) {
      const path = command.parent === program ? [command.name()] : [command.parent!.name(), command.name()];
      const found = complete(...path, "--");
      for (const { long } of command.options) expect(found, path.join(" ")).toContain(long);
    }
  });
});

describe.skipIf(!has("zsh"))(`zsh completion${has("zsh") ? "" : " (skipped: there is no zsh)"}`, () => {
  // stand-ins say what zsh's own completion functions would be asked for
  const standIns = `
    compdef() { : }
    compadd() { [[ $1 == -- ]] && shift; print -l -- $@ }
    _files() { print FILES }
    _describe() { local name=$@[-1]; print -l -- \${\${(P)name}%%:*} }
  `;
  const complete = (...line: string[]) =>
    inShell("zsh", { script: completeInZsh(commands), standIns }, [
      "-f",
      "-c",
      'source ./standIns; source ./script; words=(lceval "$@"); CURRENT=$#words; PREFIX=$words[-1]; _lceval',
      "zsh",
      ...line,
    ]);

  it("completes commands, subcommands, options and values", () => {
    expect(complete("")).toContain("score");
    expect(complete("judges", "")).toEqual(["list", "show", "copy", "check", "probe"]);
    expect(complete("score", "a.json", "-")).toContain("--level");
    expect(complete("score", "a.json", "--format", "")).toEqual(["table", "json", "csv", "markdown"]);
    expect(complete("run", "--judge", "")).toEqual(["weighted", "verdict", "FILES"]);
    expect(complete("score", "")).toEqual(["FILES"]);
  });
});

describe.skipIf(!has("fish"))(`fish completion${has("fish") ? "" : " (skipped: there is no fish)"}`, () => {
  const complete = (line: string) =>
    inShell("fish", { script: completeInFish(commands) }, [
      "--no-config",
      "-c",
      `source ./script; complete -C "${line}"`,
    ]).map((found) => found.split("\t")[0]!);

  it("completes commands, subcommands, options and values", () => {
    expect(complete("lceval sc")).toEqual(["score"]);
    expect(complete("lceval judges ")).toEqual(
      expect.arrayContaining(["list", "show", "copy", "check", "probe"]),
    );
    expect(complete("lceval score a.json --leve")).toEqual(["--level"]);
    expect(complete("lceval score a.json --format m")).toEqual(["markdown"]);
    expect(complete("lceval run m.json --judge w")).toContain("weighted");
    expect(complete("lceval score scr")).toContain("script");
  });
});
