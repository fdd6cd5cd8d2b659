// What the commands can do, the library can: a command without a function of the library fails here.
import { expect, it } from "vitest";
import { leafCommands, pathOf } from "../../src/cli/command-tree.js";
import { loadAllCommands } from "../../src/cli/load-command.js";
import { buildProgram } from "../../src/cli/program.js";
import * as library from "../../src/pipeline/index.js";

/** Commands that are no more than the command line's own. */
const ownToTheCommandLine = ["completion"];
const functionsOf: Readonly<Record<string, readonly (keyof typeof library)[]>> = {
  run: ["annotate", "score"],
  annotate: ["annotate", "judge", "planAnnotation"],
  "judges list": ["listJudges", "describeJudges"],
  "judges show": ["sampleRequests"],
  "judges copy": ["copyJudge"],
  "judges check": ["checkJudge"],
  generate: ["generate", "planGeneration"],
  score: [
    "score",
    "toScoreRecord",
    "parseRequirement",
    "checkRequirement",
    "holdScoresAgainst",
    "writeJunit",
  ],
  compare: ["compare"],
  leaderboard: ["leaderboard"],
  calibrate: ["calibrate", "writeCalibration"],
  report: ["buildReport"],
  convert: ["convertAnnotations"],
  demo: ["demo"],
  doctor: ["examine"],
  verify: ["verifyFile"],
  failed: ["listFailed"],
  "store stats": ["describeStore"],
  "store prune": ["pruneStore"],
  "batches list": ["listBatches"],
  "batches cancel": ["cancelBatches"],
  "requests export": ["exportRequests"],
  "requests import": ["importReplies"],
};
/** `analyze human-budget` → `analyzeHumanBudget` */
const inCamelCase = (path: string) =>
  path.replaceAll(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase());

const paths = leafCommands(await loadAllCommands(buildProgram())).map(pathOf);

it.each(paths.filter((path) => !ownToTheCommandLine.includes(path)))("has what `lceval %s` does", (path) => {
  const names = functionsOf[path] ?? [inCamelCase(path)];
  expect(names.filter((name) => typeof Reflect.get(library, name) !== "function")).toEqual([]);
});
