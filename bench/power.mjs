// How often a paired comparison finds a true difference, and how often its 95 % interval holds it.
//
//   node bench/power.mjs [--sets 4000] [--pairs A:B,…] [--rates raw,lengthControlled] [--seed 0] [--json]
//
//   1. Population: the instructions that both models of a pair share, with their real preferences and lengths.
//   2. n: what the formula gives for 80 % power at the population's own difference, from one look at the real files.
//   3. A set is n instructions drawn with replacement, the same for both models, compared as `lceval compare` does.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { pythonRandom } from "../dist/core/python-random.js";
import { logisticLoss } from "../dist/glm/loss.js";
import { l1Penalty } from "../dist/glm/penalty.js";
import { solveProximalNewton } from "../dist/glm/proximal-newton.js";
import { fitLengthControlled } from "../dist/length-control/fit.js";
import { buildDesign } from "../dist/length-control/length-controlled-design.js";
import { ObservationColumns } from "../dist/length-control/observation-columns.js";
import { predictWinRate } from "../dist/length-control/predict.js";
import { recipes } from "../dist/length-control/recipe.js";
import { clustersNeeded, contrastRates } from "../dist/metrics/comparison/rate-difference.js";
import { measureFit } from "../dist/metrics/rates/fit-evidence.js";
import { measureMean } from "../dist/metrics/rates/rate-evidence.js";
import { knownRate } from "../dist/metrics/score/scored-model.js";
import { clusterBy } from "../dist/numerics/clusters.js";
import { readObservations } from "../dist/pipeline/observations/read-observations.js";
import { loadCalibration } from "../dist/pipeline/score/load-calibration.js";

const { values: options } = parseArgs({
  options: {
    sets: { type: "string", default: "4000" },
    pairs: {
      type: "string",
      default: [
        "vicuna-7b-v1.5:alpaca-7b",
        "vicuna-13b-v1.5:vicuna-7b-v1.5",
        "OpenHermes-2.5-Mistral-7B:vicuna-13b-v1.5",
        "claude-2:claude-2.1",
        "claude-instant-1.2:Mixtral-8x7B-Instruct-v0.1_concise",
      ].join(","),
    },
    rates: { type: "string", default: "raw,lengthControlled" },
    seed: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
  },
});

const level = 0.95;
const strength = 10;
const recipe = recipes.length_controlled_v1;
const leastSize = 50;

const { calibration } = await loadCalibration("auto");
const results = [];
for (const pair of options.pairs.split(",")) {
  const population = await makePopulation(pair.split(":"));
  for (const rate of options.rates.split(",")) {
    const result = simulate(pair, population, rate);
    results.push(result);
    if (!options.json) process.stdout.write(describe(result));
  }
}
if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);

/** Two lists of rows in the order of their shared instructions. */
async function makePopulation(generators) {
  const sides = [];
  for (const generator of generators) {
    const file = `shared/alpacaeval2/annotations/${generator}.json.gz`;
    const path = new URL(`../../${file}`, import.meta.url).pathname;
    if (!existsSync(path)) throw new Error(`needs ../${file}`);
    const [model] = await readObservations([path]);
    const judged = model.rows.filter(({ preference }) => preference !== null);
    sides.push(new Map(judged.map((row) => [row.instructionId, row])));
  }
  const ids = [...sides[0].keys()].filter((id) => sides[1].has(id));
  return sides.map((side) => ids.map((id) => side.get(id)));
}

function simulate(pair, population, name) {
  const rows = population[0].length;
  const everyRow = Array.from({ length: rows }, (_, i) => i);
  const seen = compareDrawn(population, everyRow, name);
  const n = Math.max(leastSize, clustersNeeded(seen, Math.abs(seen.difference)));
  const truth = truthOf(population[0], n, name) - truthOf(population[1], n, name);
  const random = pythonRandom(`power${options.seed}:${pair}:${name}`);
  const sets = Number(options.sets);
  let found = 0;
  let covered = 0;
  for (let set = 0; set < sets; set++) {
    const drawn = Array.from({ length: n }, () => random.integer(rows));
    const { pValue, interval } = compareDrawn(population, drawn, name);
    found += Number(pValue <= 1 - level);
    covered += Number(interval.lower <= truth && truth <= interval.upper);
  }
  return {
    pair,
    rate: name,
    truth: 100 * truth,
    n,
    sets,
    power: (100 * found) / sets,
    coverage: (100 * covered) / sets,
    widening: unpairedError(population, everyRow, name) / seen.standardError,
  };
}

function compareDrawn(population, drawn, name) {
  const models = population.map((rows, side) =>
    toComparable(
      drawn.map((i) => rows[i]),
      `model ${side}`,
      name,
    ),
  );
  return contrastRates(models, name, { weights: [1, -1], level });
}

/** Only the rate that is asked for is fitted; each drawn row is an instruction of its own. */
function toComparable(drawn, generator, name) {
  const columns = ObservationColumns.of(drawn);
  const clusterNames = drawn.map((_, i) => String(i));
  const clusters = clusterBy(clusterNames, (cluster) => cluster);
  const rows = drawn.map((row, i) => ({ ...row, instructionId: String(i), cluster: String(i) }));
  const design = name === "raw" ? null : buildDesign(columns, { recipe, calibration });
  const fit = design && fitLengthControlled(design, clusters, { strength, seed: 0 });
  return {
    generator,
    clusters: clusters.count,
    rates: {
      raw: knownRate(measureMean(columns.preferences, clusters)),
      lengthControlled: fit && knownRate(measureFit({ design, fit }, clusters)),
    },
    rows,
  };
}

function truthOf(rows, n, name) {
  if (name === "raw") return rows.reduce((sum, { preference }) => sum + preference, 0) / rows.length;
  const design = buildDesign(ObservationColumns.of(rows), { recipe, calibration });
  const weights = design.fitted.weights.map((w) => (w * n) / rows.length);
  const { beta } = solveProximalNewton({ ...design.fitted, weights }, logisticLoss, l1Penalty(1 / strength));
  return predictWinRate(design.counterfactual, beta);
}

function unpairedError(population, rows, name) {
  const errors = population.map(
    (side) =>
      toComparable(
        rows.map((i) => side[i]),
        "",
        name,
      ).rates[name].standardError,
  );
  return Math.hypot(...errors);
}

function describe({ pair, rate, truth, n, power, coverage, widening }) {
  const [first, second] = pair.split(":");
  const which = rate === "raw" ? "raw" : "LC";
  return `| ${first} − ${second} | ${which} | ${truth.toFixed(2)} | ${n} | ${power.toFixed(1)} | ${coverage.toFixed(1)} | ${widening.toFixed(2)} |\n`;
}
