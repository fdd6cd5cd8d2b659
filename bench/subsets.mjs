// What a calibration on five models of win/loss verdicts is worth: random fives of the ten AlpacaEval 1 files in ../shared,
// each calibrated by themselves, against the calibration on all ten.
//
//   node bench/subsets.mjs [--subsets 25] [--json]
//
// `rms` is the root mean square of LC(five) − LC(ten) over all models of all fives, in points; `strength` the largest |ψ|.
import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { pythonRandom } from "../dist/core/python-random.js";
import { calibrateModels } from "../dist/length-control/calibrate/calibrate.js";
import { scoreModel } from "../dist/metrics/score/score-model.js";
import { readObservations } from "../dist/pipeline/observations/read-observations.js";
import { scoreDefaults } from "../dist/pipeline/score/score-request.js";

const { values: options } = parseArgs({
  options: { subsets: { type: "string", default: "25" }, json: { type: "boolean", default: false } },
});
const folder = new URL("../../shared/alpacaeval1/annotations/", import.meta.url).pathname;
const models = await readObservations(
  readdirSync(folder)
    .sort()
    .map((file) => folder + file),
);

function scoreBy(calibrated) {
  const { instructions, models: found, reliability } = calibrateModels(calibrated, []);
  const { baseline, annotator } = models[0];
  const difficulty = new Map(instructions.map(({ id, difficulty }) => [id, difficulty]));
  const calibration = { name: "subset", baseline, annotator, difficulty, reliability };
  const whole = { ...calibration, idByNormalizedId: new Map(), gamedRows: [] };
  const request = { ...scoreDefaults, calibration: whole, mode: "required", covariateChoice: undefined };
  return {
    rates: calibrated.map((model) => [
      model.generator,
      100 * scoreModel(model, request).lengthControlled.rate,
    ]),
    strengths: found.map(({ coefficients }) => Math.abs(coefficients.difficulty)),
  };
}

const all = new Map(scoreBy(models).rates);
const random = pythonRandom("five of ten");
const errors = [];
const strengths = [];
for (let subset = 0; subset < Number(options.subsets); subset++) {
  const left = [...models];
  while (left.length > 5) left.splice(random.integer(left.length), 1);
  const found = scoreBy(left);
  strengths.push(...found.strengths);
  errors.push(...found.rates.map(([generator, rate]) => rate - all.get(generator)));
}
const rms = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
const result = { subsets: Number(options.subsets), rms, strength: Math.max(...strengths) };
if (options.json) console.log(JSON.stringify(result, null, 2));
else console.table([result]);
