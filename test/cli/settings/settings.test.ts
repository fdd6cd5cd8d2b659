// Flag before environment before config file before default, for every option of every command.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { leafCommands, pathOf } from "../../../src/cli/command-tree.js";
import { loadAllCommands, loadNamedCommands } from "../../../src/cli/load-command.js";
import { environmentVariableOf, optionsOf as tableOptionsOf } from "../../../src/cli/options/table-option.js";
import { buildProgram } from "../../../src/cli/program.js";
import { applySettings } from "../../../src/cli/settings/settings.js";
import { temporaryFolder } from "../../temporary-folder.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The options with which a command would run. */
async function optionsOf(line: string, config?: string, name = "lceval.config.yaml") {
  const file = join(temporaryFolder(), name);
  if (config !== undefined) writeFileSync(file, config);
  const argv = ["node", "lceval", ...line.split(" "), ...(config === undefined ? [] : ["--config", file])];
  const program = buildProgram(argv);
  await loadNamedCommands(program, argv);
  const command = leafCommands(program).find((each) => line.startsWith(pathOf(each)))!;
  let options: Record<string, unknown> = {};
  command.action((() => {
    options = command.opts();
  }) as never);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    throw new Error((error as Error).message.replaceAll(file, "FILE"));
  }
  return options;
}

describe("precedence", () => {
  it("takes the flag, else the variable, else the config file, else the default", async () => {
    const config = "level: 0.8";
    expect((await optionsOf("score a.json")).level).toBe(0.95);
    expect((await optionsOf("score a.json", config)).level).toBe(0.8);
    vi.stubEnv("LCEVAL_LEVEL", "0.9");
    expect((await optionsOf("score a.json", config)).level).toBe(0.9);
    expect((await optionsOf("score a.json --level 0.99", config)).level).toBe(0.99);
  });

  it("prefers a command's section to the top of the file, wherever each stands", async () => {
    expect((await optionsOf("score a.json", "level: 0.8\nscore: {level: 0.7}")).level).toBe(0.7);
    expect((await optionsOf("score a.json", "score: {level: 0.7}\nlevel: 0.8")).level).toBe(0.7);
    expect((await optionsOf("compare a.json", "score: {level: 0.7}\nlevel: 0.8")).level).toBe(0.8);
    const section = '{"judges check": {"judge-model": "m"}}';
    expect((await optionsOf("judges check weighted", section, "c.json")).judgeModel).toBe("m");
  });

  it("gives required options too, and takes a blank variable for none", async () => {
    vi.stubEnv("LCEVAL_JUDGE", "");
    const options = await optionsOf(
      "annotate m.json",
      "judge: weighted\nbaseline: b.json\nannotate: {output: o.jsonl}",
    );
    expect(options).toMatchObject({ judge: "weighted", baseline: "b.json", output: "o.jsonl" });
  });

  it("lets flags of a repeatable option add to each other, and replace what was set elsewhere", async () => {
    const config = "require: [win_rate>=1, win_rate>=2]";
    expect((await optionsOf("score a.json", config)).require).toEqual(["win_rate>=1", "win_rate>=2"]);
    const flags = "score a.json --require win_rate>=3 --require win_rate>=4";
    expect((await optionsOf(flags, config)).require).toEqual(["win_rate>=3", "win_rate>=4"]);
    vi.stubEnv("LCEVAL_REQUIRE", "win_rate>=5");
    expect((await optionsOf("score a.json", config)).require).toEqual(["win_rate>=5"]);
  });

  it("reads switches, those that say no, lists, and values that may be left out", async () => {
    const config = "quiet: true\nno-color: true\ncontrol: [length, lists]\naa: true";
    const expected = { quiet: true, color: false, control: ["length", "lists"], aa: true };
    expect(await optionsOf("score a.json", config)).toMatchObject(expected);
    vi.stubEnv("LCEVAL_QUIET", "no");
    vi.stubEnv("LCEVAL_NO_COLOR", "off");
    vi.stubEnv("LCEVAL_CONTROL", "bold");
    vi.stubEnv("LCEVAL_AA", "20");
    const changed = { quiet: false, color: true, control: ["bold"], aa: 20 };
    expect(await optionsOf("score a.json", config)).toMatchObject(changed);
  });

  it("reaches every option of every command", async () => {
    for (const command of leafCommands(await loadAllCommands(buildProgram())))
      for (const option of tableOptionsOf(command)) {
        if (option.isFlagOnly) continue;
        const variable = environmentVariableOf(command, option);
        vi.stubEnv(variable, "no value of anything");
        const found = await applySettings(command, [], loadAllCommands).then(
          () => command.getOptionValueSource(option.attributeName()),
          (error: Error) => error.message.split(" is ")[0],
        );
        expect([`env`, `the environment variable ${variable}`], option.long!).toContain(found);
        vi.unstubAllEnvs();
      }
  });
});

describe("an option with a meaning of its own", () => {
  it("takes nothing that is set for all commands", async () => {
    const config = "baseline: b.json\norder: both\nformat: table\nleaderboard: {matrix: true}";
    vi.stubEnv("LCEVAL_ANNOTATIONS", "judged.jsonl");
    expect((await optionsOf("leaderboard a.json", config)).baseline).toBeUndefined();
    expect((await optionsOf("analyze judge a.json", config)).order).toBe("recorded");
    expect((await optionsOf("convert a.json -o b.csv", config)).format).toBeUndefined();
    expect((await optionsOf("analyze gameability a.json", config)).annotations).toBeUndefined();
  });

  it("takes what its section and its variable say", async () => {
    expect((await optionsOf("leaderboard a.json", "leaderboard: {baseline: m}")).baseline).toBe("m");
    vi.stubEnv("LCEVAL_LEADERBOARD_BASELINE", "other");
    expect((await optionsOf("leaderboard a.json", "leaderboard: {baseline: m}")).baseline).toBe("other");
  });
});

describe("what is wrong", () => {
  it("is all said at once, at its line and column", async () => {
    const config = [
      "# my settings",
      "levle: 0.9",
      "score:",
      "  level: 2",
      "  judge: weighted",
      "skore: {level: 0.9}",
      "judgeModel: x",
      "baseline: [a, b]",
      "quiet: 1",
    ].join("\n");
    await expect(optionsOf("score a.json", config)).rejects.toThrow(
      [
        'FILE:2:1: there is no setting "levle"; did you mean "level"?',
        "FILE:4:3: level is 2: a number strictly between 0 and 1 is needed.",
        'FILE:5:3: there is no setting "judge"',
        'FILE:6:9: there is no command "skore"',
        'FILE:7:1: there is no setting "judgeModel"; did you mean "judge-model"?',
        "FILE:9:1: quiet is 1: true or false is needed",
      ].join("\n"),
    );
    await expect(optionsOf("run m.json", "baseline: [a, b]")).rejects.toThrow(
      'FILE:1:1: baseline is ["a","b"]: one value is needed, not a list',
    );
    await expect(optionsOf("score a.json", "config: other.yaml")).rejects.toThrow("FILE:1:1: there is no");
    await expect(optionsOf("score a.json", "level: 0.9\nlevel: 0.8")).rejects.toThrow(/^FILE:2:1: /);
    await expect(optionsOf("score a.json", "- level")).rejects.toThrow("FILE:1:1: a mapping of settings");
    await expect(optionsOf("score a.json", "format: xml")).rejects.toThrow("choose from table, json");
  });

  it("is said of variables by their name", async () => {
    vi.stubEnv("LCEVAL_LEVEL", "2");
    await expect(optionsOf("score a.json")).rejects.toThrow('LCEVAL_LEVEL is "2": a number strictly between');
    vi.stubEnv("LCEVAL_LEVEL", "");
    vi.stubEnv("LCEVAL_QUIET", "perhaps");
    await expect(optionsOf("score a.json")).rejects.toThrow('LCEVAL_QUIET is "perhaps": true or false');
  });

  it("is not the key that names a JSON file's schema", async () => {
    const config = '{"$schema": "lceval.config.schema.json", "level": 0.5}';
    expect((await optionsOf("score a.json", config, "lceval.config.json")).level).toBe(0.5);
  });
});
