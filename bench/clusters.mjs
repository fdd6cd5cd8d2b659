// How often a 95 % interval over clusters of unlike sizes holds the truth, raw and length-controlled. Beside it what 0.1 did
// (plain sums of the rows' values in a cluster, t on G − 1 degrees of freedom, logit scale), on the same sets.
//
//   node bench/clusters.mjs [--sets 2000] [--seed 0] [--json]
//
// Rows are drawn from a logistic model in tanh(Δ/sd) and the model itself, once with and once without a normal effect of the
// cluster (sd 0.7 of a logit). The truth is a fit to 200,000 rows. `width` is an interval's width over that of the one which,
// stretched evenly, would hold the truth in 95 % of the sets.
import { parseArgs } from "node:util";
import { pythonRandom } from "../dist/core/python-random.js";
import { fitLengthControlled } from "../dist/length-control/fit.js";
import { buildDesign } from "../dist/length-control/length-controlled-design.js";
import { ObservationColumns } from "../dist/length-control/observation-columns.js";
import { recipes } from "../dist/length-control/recipe.js";
import { measureFit } from "../dist/metrics/rates/fit-evidence.js";
import { measureMean } from "../dist/metrics/rates/rate-evidence.js";
import { intervalOfRate } from "../dist/metrics/rates/rate-interval.js";
import { clusteredStandardError } from "../dist/numerics/clusters.js";
import { logistic } from "../dist/numerics/logistic.js";
import { intervalOf01 } from "./interval-of-0.1.mjs";

const { values: options } = parseArgs({
  options: {
    sets: { type: "string", default: "2000" },
    seed: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
  },
});
const level = 0.95;
const recipe = recipes.length_controlled_minimal;
const sets = Number(options.sets);
const layouts = {
  "300 + 4 × 30": [300, 30, 30, 30, 30],
  "300, 100, 30, 10, 5": [300, 100, 30, 10, 5],
  "400 + 9 × 20": [400, ...Array(9).fill(20)],
  "20 × 20": Array(20).fill(20),
};

const results = [];
for (const effect of [0, 0.7]) {
  const truth = truthOf(effect);
  for (const [name, sizes] of Object.entries(layouts)) results.push(simulate(name, sizes, effect, truth));
}
if (options.json) console.log(JSON.stringify(results, null, 2));
else console.table(results);

function draw(random, sizes, effect) {
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.random())) * Math.cos(2 * Math.PI * random.random());
  const rows = new ObservationColumns();
  const codes = [];
  sizes.forEach((size, c) => {
    const ofCluster = effect * normal();
    for (let i = 0; i < size; i++) {
      const longer = normal();
      const preference = Number(random.random() < logistic(-0.4 + 0.8 * Math.tanh(longer) + ofCluster));
      const id = `${c}-${i}`;
      rows.push({
        ...{ instructionId: id, cluster: String(c), preference, identical: false },
        ...{ baselineLength: 5000, modelLength: Math.max(1, Math.round(5000 + 800 * longer)) },
      });
      codes.push(c);
    }
  });
  return { rows, clusters: { count: sizes.length, codes: Uint32Array.from(codes) } };
}

function fitRows({ rows, clusters }) {
  const design = buildDesign(rows, { recipe, calibration: null });
  return { design, fit: fitLengthControlled(design, clusters, { strength: 1e4, seed: 0 }) };
}

function truthOf(effect) {
  const random = pythonRandom(`clusters${options.seed}:truth:${effect}`);
  const population = draw(random, Array(200_000).fill(1), effect);
  const { rate } = fitRows(population).fit;
  return { raw: population.rows.preferences.reduce((a, b) => a + b, 0) / 200_000, lc: rate };
}

/** What 0.1 did: plain sums of the rows' values. */
function plainInterval(rate, values, clusters) {
  const standardError = clusteredStandardError(values, clusters);
  return intervalOf01({ rate, standardError, clusters: clusters.count }, level);
}

function simulate(name, sizes, effect, truth) {
  const random = pythonRandom(`clusters${options.seed}:${name}:${effect}`);
  const tallies = { "raw before": [], "raw now": [], "LC before": [], "LC now": [] };
  const tally = (into, rate, { lower, upper }, target) =>
    into.push(target < rate ? (rate - target) / (rate - lower) : (target - rate) / (upper - rate));
  for (let set = 0; set < sets; set++) {
    const drawn = draw(random, sizes, effect);
    const { clusters } = drawn;
    const y = drawn.rows.preferences;
    const raw = measureMean(y, clusters);
    const { rate } = raw.evidence;
    const plain = y.map((value) => (value - rate) / y.length);
    tally(tallies["raw before"], rate, plainInterval(rate, plain, clusters), truth.raw);
    tally(tallies["raw now"], rate, intervalOfRate(raw.evidence, level), truth.raw);
    const fitted = fitRows(drawn);
    const controlled = measureFit(fitted, clusters).evidence;
    const before = plainInterval(controlled.rate, fitted.fit.influence.values, clusters);
    tally(tallies["LC before"], controlled.rate, before, truth.lc);
    tally(tallies["LC now"], controlled.rate, intervalOfRate(controlled, level), truth.lc);
  }
  const result = { clusters: name, effect };
  for (const [method, shares] of Object.entries(tallies)) {
    result[method] = (100 * shares.filter((share) => share <= 1).length) / sets;
    result[`${method}, width`] = 1 / shares.sort((a, b) => a - b)[Math.ceil(level * sets) - 1];
  }
  return result;
}
