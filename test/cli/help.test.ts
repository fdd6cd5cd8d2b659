// What a newcomer reads: help at 80 columns, examples that are commands, the schema of the config file.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { leafCommands, pathOf } from "../../src/cli/command-tree.js";
import { helpTopic } from "../../src/cli/help/help-topics.js";
import { loadAllCommands } from "../../src/cli/load-command.js";
import { optionsOf } from "../../src/cli/options/table-option.js";
import { buildProgram } from "../../src/cli/program.js";
import { exitCodes } from "../../src/core/exit-codes.js";
import { covariateNames } from "../../src/length-control/covariates/covariate-names.js";
import { recipes } from "../../src/length-control/recipe.js";
import { warningTable } from "../../src/report/warning-text.js";
import { buildConfigSchema } from "./config-schema.js";
import { runLceval } from "./lceval.js";

const program = await loadAllCommands(buildProgram());
const commands = leafCommands(program);

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
  });
  command.outputHelp();
  return text;
}

describe.each([program, ...commands].map((command) => [pathOf(command), command] as const))(
  "help of %s",
  (path, command) => {
    const text = helpOf(command);

    it("fits into 80 columns", () => {
      expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    });

    it("ends with examples of the command", () => {
      const examples = text.split("\nExamples:\n")[1] ?? "";
      expect(examples).toContain(path === "lceval" ? "lceval demo" : `lceval ${path}`);
    });

    it("names only options that exist in its examples", () => {
      const examples = text.split("\nExamples:\n")[1] ?? "";
      const lines = examples.replaceAll(/\\\n\s+/g, "").split("\n");
      const own = lines.filter((line) => line.startsWith(`  lceval ${path} `));
      const used = own.flatMap((line) => line.match(/(?<= )--[a-z][a-z-]*/g) ?? []);
      const known = command.options.map(({ long }) => long);
      expect(used.filter((option) => !known.includes(option))).toEqual([]);
    });

    it("says what every option and argument is", () => {
      const options = command.options.filter(({ description }) => !description);
      const words = command.registeredArguments.filter(({ description }) => !description);
      expect([...options, ...words]).toEqual([]);
    });
  },
);

describe("a newcomer's mistake", () => {
  it("is told which required options are missing, all at once, and where the command's help is", async () => {
    const { code, stderr } = await runLceval(["annotate", "model.json"]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "error: required options '--baseline <file>', '--judge <name|path>', '-o, --output <file>' not specified\n" +
        "(see `lceval annotate --help`)\n",
    );
    const group = await runLceval(["analyze", "judg"]);
    expect(group.stderr).toContain("(Did you mean judge?)\n(see `lceval analyze --help`)");
  });

  it("is a command that does not exist, also behind help", async () => {
    const { code, stdout, stderr } = await runLceval(["help", "scor"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("error: unknown command 'scor'\n(Did you mean score?)");
  });

  it("cannot be to miss what must be given: the help says so", () => {
    const annotate = helpOf(commands.find((command) => pathOf(command) === "annotate")!);
    expect(annotate.match(/\(required\)/g)).toHaveLength(2);
    expect(annotate.replaceAll(/\s+/g, " ")).toContain("(required without --judge-model)");
  });
});

describe("help topics", () => {
  it("name every exit code", () => {
    const text = helpTopic("exit-codes")!;
    for (const { code } of Object.values(exitCodes)) expect(text).toMatch(new RegExp(`^ +${code}  `, "m"));
    expect(text).toContain("Where several apply: 3, 4, 7, 6, 5, 10, 11 in this order.");
  });

  it("name every covariate that can be asked for, and every recipe", () => {
    const text = helpTopic("covariates")!;
    for (const name of [...covariateNames, ...Object.keys(recipes)])
      expect(text).toMatch(new RegExp(`^  ${name}  `, "m"));
  });

  it("name every option with a meaning of its own", () => {
    const text = helpTopic("settings")!.replaceAll(/\s+/g, " ");
    const own = commands.flatMap((command) =>
      optionsOf(command)
        .filter(({ entry }) => entry.hasOwnMeaning)
        .map(({ long }) =>
          long === "--gold"
            ? "--gold (but for analyze agreement and classify)"
            : `${pathOf(command)} ${long}`,
        ),
    );
    expect(own.filter((name) => !text.includes(name))).toEqual([]);
  });

  it("fit in 80 columns", () => {
    for (const topic of ["exit-codes", "settings", "covariates"])
      expect(
        helpTopic(topic)!
          .split("\n")
          .filter((line) => line.length > 80),
      ).toEqual([]);
  });
});

describe("the table of warnings", () => {
  const table = warningTable();

  it("has every code that a warning has in the source, and no other", () => {
    const source = new URL("../../src", import.meta.url).pathname;
    const texts = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => readFileSync(join(source, path), "utf8"));
    const written = texts.flatMap(
      (text) => text.match(/(?<=[`"](?:! )?)[a-z]{2,}(-[a-z]+)*(?=: [^`"])/g) ?? [],
    );
    // what stands so at the beginning of a text and is no warning
    const others = ["answers", "code", "default", "detectable", "endpoint", "environment", "error", "hint"];
    others.push("inconclusive", "intervals", "judgements", "none", "partial", "price", "prompt", "scored");
    others.push("stopping", "time", "tokens", "usage", "worth");
    const codes = new Set(written.filter((word) => !others.includes(word)));
    expect([...codes].sort()).toEqual(Object.keys(table).sort());
    expect(
      texts.flatMap((text) => text.match(/`[a-z]+-\$\{\w+\}: .*/g) ?? []),
      "a code that is put together is in no table",
    ).toEqual([]);
  });

  it("is what docs/messages.md shows (vitest -u writes it anew)", async () => {
    const path = new URL("../../docs/messages.md", import.meta.url).pathname;
    const rows = Object.entries(table).map(
      ([code, entry]) => `| \`${code}\` | ${entry.means} | ${entry.isNote ? "note: " : ""}${entry.do} |`,
    );
    const made = ["", "| code | what it means | what to do |", "|---|---|---|", ...rows.sort(), ""].join(
      "\n",
    );
    const page = readFileSync(path, "utf8");
    const text = page.replace(/(?<=warnings\.json -->\n).*(?=<!-- end)/s, () => `${made}\n`);
    await expect(text).toMatchFileSnapshot(path);
  });
});

describe("the schema of the config file", () => {
  const schema = buildConfigSchema(program) as {
    properties: Record<string, { properties?: Record<string, { $ref?: string }> }>;
  };
  /** What may stand at a setting of a command; what means the same everywhere is said at the top. */
  const below = (name: string) =>
    Object.fromEntries(
      Object.entries(schema.properties[name]!.properties!).map(([setting, value]) => [
        setting,
        value.$ref === undefined ? value : schema.properties[value.$ref.replace("#/properties/", "")],
      ]),
    );

  it("is what docs/lceval.config.schema.json says (vitest -u writes it anew)", async () => {
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    const path = new URL("../../docs/lceval.config.schema.json", import.meta.url).pathname;
    await expect(text).toMatchFileSnapshot(path);
  });

  it("knows every setting, its bounds and its choices", () => {
    expect(below("score")).toMatchObject({
      level: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
      format: { enum: ["table", "json", "csv", "markdown", "html"] },
      quiet: { type: "boolean" },
      require: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
    });
    expect(below("annotate")).toMatchObject({
      concurrency: { type: "integer", minimum: 1, maximum: 4096 },
      "base-url": { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
    });
    expect(schema.properties.score!.properties!.seed).toEqual({ $ref: "#/properties/seed" });
    expect(Object.keys(schema.properties)).not.toContain("config");
  });
});
