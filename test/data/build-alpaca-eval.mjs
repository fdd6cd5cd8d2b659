// Makes data/alpaca_eval_2/ and data/alpaca_eval_1/ from the published figures that lie beside the project:
//   node test/data/build-alpaca-eval.mjs ../shared
// (compile before). Only figures and hashes are written, no texts: of the gamed baselines' outputs how their style differs
// from the baseline's, by every covariate that a text has. Difficulty is stored by the SHA-256 of the instruction, and beside
// it the hash of the instruction's normal form where that is another text (`src/length-control/near-misses.ts`), so that
// a near miss can be recognised and named.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { covariates } from "../../dist/length-control/covariates/index.js";

const shared = process.argv[2];
if (!shared) throw new Error("usage: node test/data/build-alpaca-eval.mjs SHARED_FOLDER");
const data = fileURLToPath(new URL("../../data", import.meta.url));
const normalForm = (text) => text.normalize("NFKC").replace(/\s+/g, " ").trim();
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

const source = JSON.parse(readFileSync(join(shared, "alpacaeval2/calibration.json"), "utf8"));
const baselineFile = join(shared, `alpacaeval2/outputs/${source.baseline}.json.gz`);
const readOutputs = (file) => JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
const baselineOutputs = readOutputs(baselineFile);
const instructions = baselineOutputs.map((row) => row.instruction);
const styles = covariates.filter(({ loadTextStatistic }) => loadTextStatistic);
const statistics = await Promise.all(styles.map(({ loadTextStatistic }) => loadTextStatistic()));
if (instructions.length !== source.instruction_difficulty.length) throw new Error("rows do not line up");

const calibration = {
  schema_version: 1,
  name: "alpaca_eval_2",
  baseline: source.baseline,
  annotator: "weighted_alpaca_eval_gpt4_turbo",
  provenance:
    "instruction difficulty and gamed baselines of the published AlpacaEval 2 length-controlled win rate",
  instructions: instructions.map((text, i) => ({
    id: sha256(text),
    ...(normalForm(text) !== text && { normalized_id: sha256(normalForm(text)) }),
    difficulty: source.instruction_difficulty[i],
  })),
  gamed_baselines: source.gamed_baselines.map((gamed) => ({
    generator: gamed.generator,
    standardized_length_difference: gamed.std_delta_len,
    preference: gamed.preference,
    differences: differencesOf(gamed.generator),
  })),
};

mkdirSync(join(data, "alpaca_eval_2"), { recursive: true });
mkdirSync(join(data, "alpaca_eval_1"), { recursive: true });
const rows = (list) => `[\n${list.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`;
const members = Object.entries(calibration).map(
  ([key, value]) => `  ${JSON.stringify(key)}: ${Array.isArray(value) ? rows(value) : JSON.stringify(value)}`,
);
writeFileSync(join(data, "alpaca_eval_2/calibration.json"), `{\n${members.join(",\n")}\n}\n`);
copyFigures("alpacaeval2/published.csv", "alpaca_eval_2/published.csv");
copyFigures("alpacaeval1/published.csv", "alpaca_eval_1/published.csv");

/** The baseline's count minus the gamed baseline's, by covariate and in the order of the instructions. */
function differencesOf(generator) {
  const outputs = readOutputs(join(shared, `alpacaeval2/outputs/${generator}.json.gz`));
  const byInstruction = new Map(outputs.map((row) => [row.instruction, row.output]));
  return Object.fromEntries(
    styles.map(({ name }, k) => [
      name,
      baselineOutputs.map(({ instruction, output }) => {
        const difference = statistics[k](output) - statistics[k](byInstruction.get(instruction));
        return Number(difference.toFixed(6));
      }),
    ]),
  );
}

/** A leaderboard without its last column, which speaks of the folder it comes from. */
function copyFigures(from, to) {
  const lines = readFileSync(join(shared, from), "utf8").split(/\r?\n/);
  writeFileSync(join(data, to), lines.map((line) => line.replace(/,[^,]*$/, "")).join("\n"));
}
