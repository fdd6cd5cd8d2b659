// How often a 95 % interval holds the truth: for several models, the raw and the length-controlled rate.
//
//   node bench/coverage.mjs [--sets 4000] [--sizes 805,200] [--models NAME,…] [--seed 0] [--json]
//                          [--interval bootstrap] [--replicates 2000] [--verdicts hard] [--gates] [--neighbours 25]
//
//   --models     names of files in ../shared, `all` of them, or paths of further files
//   --verdicts   hard: a win with the probability that a soft preference states
//   --neighbours 1: a row keeps its own preference
//   --gates      one row a size: how often an interval lies wholly on one side of the truth, which is how often a gate
//                there decides wrongly; mean and worst over populations and sides, the worst of rates from 10 to 90 %
//
//   1. Population: the rows of a real annotation file in ../shared (lengths, difficulty), in which the preference of a
//      row is drawn from the real soft preferences of the 25 rows whose fitted probability is nearest to its own.
//   2. Truth: the recipe applied to that population, y = E y, every row weighing n/N.
//   3. A set is n rows drawn with replacement, each its own instruction, scored at one fixed C as `lceval score` does.
//      The sets depend on seed, model and size alone, so two methods of `--interval` see the same ones.
//
// Beside each coverage what the interval of 0.1 covers, on the same sets. "mirrored" turns every preference of a population round, for rates near 100 %.
import { existsSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { pythonRandom } from "../dist/core/python-random.js";
import { logisticLoss } from "../dist/glm/loss.js";
import { l1Penalty } from "../dist/glm/penalty.js";
import { solveProximalNewton } from "../dist/glm/proximal-newton.js";
import { fitLengthControlled } from "../dist/length-control/fit.js";
import { buildDesign } from "../dist/length-control/length-controlled-design.js";
import { ObservationColumns } from "../dist/length-control/observation-columns.js";
import { predictPreferences, predictWinRate } from "../dist/length-control/predict.js";
import { recipes } from "../dist/length-control/recipe.js";
import { estimateIntervals } from "../dist/metrics/rates/estimate-intervals.js";
import { measureFit } from "../dist/metrics/rates/fit-evidence.js";
import { measureMean } from "../dist/metrics/rates/rate-evidence.js";
import { readObservations } from "../dist/pipeline/observations/read-observations.js";
import { loadCalibration } from "../dist/pipeline/score/load-calibration.js";
import { intervalOf01 } from "./interval-of-0.1.mjs";

const { values: options } = parseArgs({
  options: {
    sets: { type: "string", default: "4000" },
    sizes: { type: "string", default: "805,200" },
    models: {
      type: "string",
      default: [
        "phi-2",
        "pythia-12b-mix-sft",
        "vicuna-7b-v1.5",
        "OpenHermes-2.5-Mistral-7B",
        "claude-2",
        "FuseChat-Llama-3.2-1B-Instruct",
        "FuseChat-Gemma-2-9B-Instruct",
        "pythia-12b-mix-sft mirrored",
      ].join(","),
    },
    interval: { type: "string", default: "sandwich" },
    replicates: { type: "string", default: "2000" },
    seed: { type: "string", default: "0" },
    neighbours: { type: "string", default: "25" },
    verdicts: { type: "string", default: "soft" },
    gates: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const level = 0.95;
const neighbours = Number(options.neighbours);
const strength = 10;
const recipe = recipes.length_controlled_v1;

const { calibration } = await loadCalibration("auto");
const folder = new URL("../../shared/alpacaeval2/annotations/", import.meta.url).pathname;
const names =
  options.models === "all"
    ? readdirSync(folder).map((file) => file.replace(".json.gz", ""))
    : options.models.split(",");
const results = [];
for (const name of names) {
  const population = await makePopulation(name);
  for (const n of options.sizes.split(",").map(Number)) {
    const result = simulate(name, population, n);
    results.push(result);
    if (!options.json && !options.gates) process.stdout.write(describe(result));
  }
}
if (options.gates && !options.json)
  console.table(["raw", "lengthControlled"].flatMap((rate) => summariseGates(rate)));
if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);

async function makePopulation(name) {
  const [generator, mirrored] = name.split(" ");
  const path = existsSync(generator) ? generator : `${folder}${generator}.json.gz`;
  if (!existsSync(path)) throw new Error(`needs ../shared/alpacaeval2/annotations/${generator}.json.gz`);
  const [model] = await readObservations([path]);
  const rows = [...model.rows]
    .filter(({ preference }) => preference !== null)
    .map((row) => (mirrored ? { ...row, preference: 1 - row.preference } : row));
  const design = buildDesign(ObservationColumns.of(rows), { recipe, calibration });
  const fit = fitLengthControlled(design, singletons(rows.length), { strength, seed: 0 });
  const fitted = predictPreferences(design.observed, fit.beta);
  const byFitted = rows.map((_, i) => i).sort((a, b) => fitted[a] - fitted[b]);
  const bags = [];
  byFitted.forEach((row, rank) => {
    const first = Math.max(0, Math.min(rank - (neighbours >> 1), rows.length - neighbours));
    bags[row] = byFitted.slice(first, first + neighbours).map((i) => rows[i].preference);
  });
  return { rows, bags };
}

function truthOf({ rows, bags }, n) {
  const expected = bags.map((bag) => bag.reduce((a, b) => a + b, 0) / bag.length);
  const columns = ObservationColumns.of(rows);
  const design = buildDesign(columns, { recipe, calibration }, Float64Array.from(expected));
  const weights = design.fitted.weights.map((w) => (w * n) / rows.length);
  const { beta } = solveProximalNewton({ ...design.fitted, weights }, logisticLoss, l1Penalty(1 / strength));
  return {
    raw: expected.reduce((a, b) => a + b, 0) / rows.length,
    lengthControlled: predictWinRate(design.counterfactual, beta),
  };
}

function simulate(name, population, n) {
  const random = pythonRandom(`coverage${options.seed}:${name}:${n}`);
  const sets = Number(options.sets);
  const truth = truthOf(population, n);
  const tallies = { raw: newTally(), lengthControlled: newTally() };
  for (let set = 0; set < sets; set++) {
    const rows = new ObservationColumns();
    for (let drawn = 0; drawn < n; drawn++) {
      const i = random.integer(population.rows.length);
      const soft = population.bags[i][random.integer(neighbours)];
      const preference = options.verdicts === "hard" ? Number(random.random() < soft) : soft;
      rows.push({ ...population.rows[i], preference });
    }
    const clusters = singletons(n);
    const raw = measureMean(rows.preferences, clusters);
    const design = buildDesign(rows, { recipe, calibration });
    const fit = fitLengthControlled(design, clusters, { strength, seed: 0 });
    const fitted = { design, fit };
    const rates = { rows, clusters, raw, lengthControlled: measureFit(fitted, clusters), fitted };
    const intervals = estimateIntervals(rates, {
      interval: options.interval,
      level,
      replicates: Number(options.replicates),
      seed: set,
    });
    const before = (rate, standardError) => {
      const isConstant = raw.evidence.standardError === 0;
      return intervalOf01({ rate, standardError: isConstant ? 0 : standardError, clusters: n }, level);
    };
    const { lengthControlled } = rates;
    tally(tallies.raw, truth.raw, raw.evidence.rate, {
      now: intervals.raw,
      before: before(raw.evidence.rate, raw.evidence.standardError),
    });
    tally(tallies.lengthControlled, truth.lengthControlled, fit.rate, {
      now: intervals.lengthControlled,
      before: before(fit.rate, lengthControlled.evidence.standardError),
    });
  }
  return {
    model: name,
    n,
    sets,
    rarer: n * Math.min(truth.raw, 1 - truth.raw),
    raw: summarise(tallies.raw, truth.raw, sets),
    lengthControlled: summarise(tallies.lengthControlled, truth.lengthControlled, sets),
  };
}

function singletons(count) {
  return { count, codes: Uint32Array.from({ length: count }, (_, i) => i) };
}

function newTally() {
  return { missed: { now: [0, 0], before: [0, 0] }, none: 0, standardError: 0, sum: 0, squares: 0 };
}

/** A set without an interval does not cover. */
function tally(into, truth, rate, intervals) {
  into.sum += rate - truth;
  into.squares += (rate - truth) ** 2;
  for (const [method, interval] of Object.entries(intervals)) {
    if (interval === null) continue;
    into.missed[method][0] += Number(interval.upper < truth);
    into.missed[method][1] += Number(interval.lower > truth);
  }
  into.none += Number(intervals.now === null);
  into.standardError += intervals.now?.standardError ?? 0;
}

/** All in percent; `ratio` = mean standard error over the estimates' standard deviation. */
function summarise({ missed, none, standardError, sum, squares }, truth, sets) {
  const deviation = Math.sqrt((squares - sum ** 2 / sets) / (sets - 1));
  const [below, above] = missed.now.map((count) => (100 * count) / sets);
  const before = missed.before.map((count) => (100 * count) / sets);
  return {
    truth: 100 * truth,
    coverage: 100 - below - above - (100 * none) / sets,
    below,
    above,
    before: { coverage: 100 - before[0] - before[1], below: before[0], above: before[1] },
    bias: (100 * sum) / sets,
    ratio: standardError / sets / deviation,
  };
}

function describe({ model, n, rarer, raw, lengthControlled }) {
  const cells = (rate) =>
    `${rate.truth.toFixed(2)} | ${rate.before.coverage.toFixed(1)} | ${rate.coverage.toFixed(1)} | ${rate.below.toFixed(1)} / ${rate.above.toFixed(1)} | ${rate.ratio.toFixed(2)}`;
  return `| ${model} | ${n} | ${rarer.toFixed(1)} | ${cells(raw)} | ${cells(lengthControlled)} |\n`;
}

function summariseGates(rate) {
  return options.sizes.split(",").map((size) => {
    const row = { rate, n: Number(size) };
    const cells = results.filter(({ n }) => n === row.n).map((result) => result[rate]);
    for (const [method, pick] of [
      ["before", ({ before }) => before],
      ["now", (cell) => cell],
    ]) {
      const sidesOf = (some) => some.flatMap((cell) => [pick(cell).below, pick(cell).above]);
      const sides = sidesOf(cells);
      const middle = sidesOf(cells.filter(({ truth }) => truth >= 10 && truth <= 90));
      row[`${method}, mean`] = sides.reduce((a, b) => a + b, 0) / sides.length;
      row[`${method}, worst`] = Math.max(...sides);
      row[`${method}, worst of 10–90 %`] = Math.max(...middle);
    }
    return row;
  });
}
