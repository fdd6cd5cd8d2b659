import { expect, it } from "vitest";
import { loadAllCommands } from "../../../src/cli/load-command.js";
import { moveCommonOptions } from "../../../src/cli/options/move-common-options.js";
import { buildProgram } from "../../../src/cli/program.js";
import { runLceval } from "../lceval.js";

const program = await loadAllCommands(buildProgram());

it.each([
  ["--quiet score a.json", "score --quiet a.json"],
  ["--seed 3 --config=c.yaml score a.json --level 0.9", "score --seed 3 --config=c.yaml a.json --level 0.9"],
  ["--quiet judges --no-color list --format csv", "judges list --quiet --no-color --format csv"],
  ["score --quiet a.json", "score --quiet a.json"],
  ["--level 0.9 score a.json", "--level 0.9 score a.json"],
  ["--quiet help score", "help score"],
  ["--quiet scor a.json", "scor a.json"],
  ["--quiet", ""],
  ["--config", ""],
])("reads `lceval %s` as `lceval %s`", (typed, read) => {
  expect(moveCommonOptions(program, typed.split(" ")).join(" ")).toBe(read);
});

it("lets the command know them", async () => {
  const { code, stderr } = await runLceval(["--config", "no-such-file.yaml", "judges", "list"]);
  expect([code, stderr]).toEqual([3, expect.stringContaining("no-such-file.yaml")]);
});
