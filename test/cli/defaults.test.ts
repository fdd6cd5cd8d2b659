// The command line states its defaults where help is printed from, without loading what runs; the library states its own.
import type { Option } from "@commander-js/extra-typings";
import { expect, it } from "vitest";
import { loadAllCommands } from "../../src/cli/load-command.js";
import { buildProgram } from "../../src/cli/program.js";
import { annotateDefaults } from "../../src/pipeline/annotate/annotate-request.js";
import { calibrateDefaults } from "../../src/pipeline/calibrate.js";
import { generateDefaults } from "../../src/pipeline/generate/generate-request.js";
import { reportDefaults } from "../../src/pipeline/report-page/page-request.js";
import { scoreDefaults } from "../../src/pipeline/score/score.js";

const { commands } = await loadAllCommands(buildProgram());
// what these do not offer: an interval by another method, which page and comparison do not show
const { interval: _, bootstrapSamples: __, ...fitDefaults } = scoreDefaults;

it.each([
  ["annotate", annotateDefaults],
  ["generate", generateDefaults],
  ["score", scoreDefaults],
  ["run", { ...annotateDefaults, ...scoreDefaults }],
  ["compare", fitDefaults],
  ["leaderboard", fitDefaults],
  ["report", { ...fitDefaults, ...reportDefaults }],
  ["calibrate", calibrateDefaults],
])("%s has the defaults of the library", (name, defaults: object) => {
  const options = commands.find((command) => command.name() === name)!.options as Option[];
  const stated = options.map((option) => [option.attributeName(), option.defaultValue]);
  expect(Object.fromEntries(stated)).toMatchObject(defaults);
});
