// What a config file that nobody named may set: said by each option, held for every option of every command.
import { chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { leafCommands, pathOf } from "../../../src/cli/command-tree.js";
import { helpTopic } from "../../../src/cli/help/help-topics.js";
import { loadAllCommands } from "../../../src/cli/load-command.js";
import { optionsOf } from "../../../src/cli/options/table-option.js";
import { buildProgram } from "../../../src/cli/program.js";
import { distrust } from "../../../src/cli/settings/found-config.js";
import { endpointTrust, readSettings } from "../../../src/cli/settings/settings.js";
import { readEnvironment } from "../../../src/pipeline/asking/open-endpoint.js";
import { temporaryFolder } from "../../temporary-folder.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const commands = async () => leafCommands(await loadAllCommands(buildProgram()));

/** Reads a config file that lies in a folder, as if the command were run there. */
async function readIn(folder: string, config: object, command: Command, argv: readonly string[] = []) {
  writeFileSync(join(folder, "lceval.config.json"), JSON.stringify(config));
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  return readSettings(command, argv, loadAllCommands);
}

describe("a config file that was only found", () => {
  it("sets no option of trust none, and of trust inside only what lies in its folder", async () => {
    let tested = 0;
    for (const command of await commands())
      for (const option of optionsOf(command)) {
        if (option.isFlagOnly || option.entry.trust === "any") continue;
        const value = option.entry.value.given === "as-switch" ? true : "../victim/.bashrc";
        const folder = temporaryFolder();
        const set = { [pathOf(command)]: { [option.name()]: value } };
        const name = `${pathOf(command)} ${option.name()}`;
        const found = await readIn(folder, set, command);
        expect(found.applied, name).toEqual([]);
        expect([...found.distrusted, ...found.problems], name).toHaveLength(1);
        const named = await readIn(folder, set, command, ["--config", join(folder, "lceval.config.json")]);
        expect(named.distrusted, name).toEqual([]);
        tested++;
      }
    expect(tested).toBeGreaterThan(20);
  });

  it("decides nothing of what a gate says, and names the judge and the baseline", async () => {
    const score = (await commands()).find((each) => pathOf(each) === "score")!;
    const deciding = ["Requirements:", "Fit:", "Intervals:", "Stopping early:", "Other files' names:"];
    for (const command of await commands())
      for (const { entry, name } of optionsOf(command).map((each) => ({ ...each, name: each.name() })))
        if (deciding.includes(entry.heading ?? "") && name !== "layout")
          expect(entry.trust, `${pathOf(command)} ${name}`).toBe("none");
    const set = { where: "preference>1", level: 0.0001, margin: 100, "max-unjudged": 100, seed: 7 };
    const found = await readIn(temporaryFolder(), { ...set, format: "json" }, score);
    expect(found.distrusted.map(({ setting }) => setting)).toEqual(Object.keys(set));
    expect(found.applied.map(({ option }) => option.name())).toEqual(["format"]);
    const run = (await commands()).find((each) => pathOf(each) === "run")!;
    const named = { baseline: "b.json", judge: "weighted", "judge-model": "m", "budget-usd": 1 };
    expect((await readIn(temporaryFolder(), named, run)).distrusted).toEqual([]);
  });

  it.each(["base-url", "api-key-env", "store"])("does not set %s at all", async (name) => {
    const annotate = (await commands()).find((each) => pathOf(each) === "annotate")!;
    const found = await readIn(temporaryFolder(), { [name]: "inside" }, annotate);
    expect(found.distrusted).toMatchObject([{ setting: name }]);
  });

  it.each([
    ["a file beside it", "out.csv", true],
    ["a folder below, not there yet", "a/b/out.csv", true],
    ["standard output", "-", true],
    ["the folder above", "../out.csv", false],
    ["a way out and in again", "a/../../x/out.csv", false],
    ["an absolute path", "/tmp/out.csv", false],
    ["a link that leads out", "link/out.csv", false],
    ["a broken link", "broken", false],
    ["a sibling whose name begins alike", "../inner-sibling/out.csv", false],
  ])("names %s: %s", (_, path, isAllowed) => {
    const folder = join(temporaryFolder(), "inner");
    mkdirSync(folder);
    mkdirSync(`${folder}-sibling`);
    symlinkSync("..", join(folder, "link"));
    symlinkSync("../nowhere", join(folder, "broken"));
    const file = join(folder, "lceval.config.yaml");
    writeFileSync(file, "");
    vi.spyOn(process, "cwd").mockReturnValue(folder);
    expect(distrust("inside", path, file) === null).toBe(isAllowed);
    expect(distrust("inside", ["fine", path], file) === null).toBe(isAllowed);
  });

  it.skipIf(process.getuid?.() !== 0)("is left alone where it is somebody else's (needs root)", async () => {
    const score = (await commands()).find((each) => pathOf(each) === "score")!;
    for (const owned of ["lceval.config.json", ""]) {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "lceval.config.json"), "{}");
      chownSync(join(folder, owned), 12_345, 0);
      const found = await readIn(folder, { level: 0.8 }, score);
      expect(found.applied).toEqual([]);
      expect(found.distrusted).toMatchObject([
        { setting: null, why: expect.stringContaining("somebody else") },
      ]);
    }
  });

  it("has its env file set the key and nothing else", async () => {
    const folder = temporaryFolder();
    const annotate = (await commands()).find((each) => pathOf(each) === "annotate")!;
    await readIn(folder, { "env-file": "evil.env" }, annotate);
    expect(endpointTrust(annotate, [])).toEqual({ isEnvFileTrusted: false, isProviderTrusted: true });
    expect(endpointTrust(annotate, ["--config", "x"])).toEqual({
      isEnvFileTrusted: true,
      isProviderTrusted: true,
    });
    const file = join(folder, "evil.env");
    const lines = ["http_proxy", "HTTPS_PROXY", "NO_PROXY", "OPENAI_BASE_URL", "LCEVAL_STORE", "EVIL"];
    writeFileSync(
      file,
      `OPENAI_API_KEY=key\n${lines.map((name) => `${name}=http://127.0.0.1:9`).join("\n")}\n`,
    );
    vi.stubEnv("OPENAI_API_KEY", undefined);
    const news = async (isTrusted: boolean) =>
      Object.keys(await readEnvironment(file, isTrusted)).filter((name) => !(name in process.env));
    expect(await news(false)).toEqual(["OPENAI_API_KEY"]);
    expect((await news(true)).sort()).toEqual(["OPENAI_API_KEY", ...lines].sort());
  });

  it("has every option with less than full trust in the table of docs/threat-model.md", async () => {
    const page = readFileSync(new URL("../../../docs/threat-model.md", import.meta.url), "utf8");
    for (const command of await commands())
      for (const option of optionsOf(command)) {
        if (option.isFlagOnly || option.entry.trust === "any") continue;
        const row = page
          .split("\n")
          .find((line) => line.startsWith("|") && line.includes(`\`${option.name()}\``));
        expect(row, `${option.name()} (${option.entry.trust})`).toContain(
          option.entry.trust === "none" ? "not at all" : "its own folder",
        );
        if (option.name() === "base-url" || option.name() === "store")
          expect(option.entry.trust, "as `help settings` says").toBe("none");
      }
    expect(helpTopic("settings")).toContain(
      "that was only found sets no host, no store, no file elsewhere,\n  and nothing that decides what a gate says",
    );
  });
});
