// How often a gate on a win rate decides wrongly where the rate is exactly the threshold: one side of a 95 % interval, so
// 2.5 % at most is what it promises. Beside it what the interval of 0.1 did, on the same sets. Raw rates; for
// length-controlled ones: bench/coverage.mjs --gates.
//
//   node bench/gates.mjs [--sets 4000] [--sizes 20,50,200] [--seed 0] [--json]
//
//   soft   rows of each real annotation file in ../shared drawn with replacement; the truth is the file's own mean
//   0/1    verdicts of win and loss at rates from 1 to 99 %, exactly: the binomial distribution, no sets
//   power  gates 5 points away from rates between 10 and 90 % at n = 805: how often they are decided, exactly
import { existsSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { pythonRandom } from "../dist/core/python-random.js";
import { measureMean } from "../dist/metrics/rates/rate-evidence.js";
import { intervalOfRate } from "../dist/metrics/rates/rate-interval.js";
import { readObservations } from "../dist/pipeline/observations/read-observations.js";
import { intervalOf01 } from "./interval-of-0.1.mjs";

const { values: options } = parseArgs({
  options: {
    sets: { type: "string", default: "4000" },
    sizes: { type: "string", default: "20,50,200" },
    seed: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
  },
});
const level = 0.95;
const sizes = options.sizes.split(",").map(Number);

const methods = {
  before: ({ trials, ...evidence }) => intervalOf01({ ...evidence, clusters: trials }, level),
  now: (evidence) => intervalOfRate(evidence, level),
};
const each = (count) => ({ count, codes: Uint32Array.from({ length: count }, (_, i) => i) });

const results = { soft: await softFiles(), hard: hardVerdicts(), power: decided() };
if (options.json) console.log(JSON.stringify(results, null, 2));
else for (const rows of Object.values(results)) console.table(rows);

/** The worse side of the worst file, and the mean over files and sides, in percent. */
async function softFiles() {
  const folder = new URL("../../shared/alpacaeval2/annotations/", import.meta.url).pathname;
  if (!existsSync(folder)) return [];
  const models = await readObservations(readdirSync(folder).map((file) => folder + file));
  return sizes.map((n) => {
    const errors = { before: [], now: [] };
    for (const model of models) {
      const values = Float64Array.from([...model.rows].flatMap(({ preference }) => preference ?? []));
      const truth = values.reduce((sum, y) => sum + y, 0) / values.length;
      const random = pythonRandom(`gates${options.seed}:${model.generator}:${n}`);
      const wrong = { before: [0, 0], now: [0, 0] };
      for (let set = 0; set < Number(options.sets); set++) {
        const drawn = Float64Array.from({ length: n }, () => values[random.integer(values.length)]);
        const { evidence } = measureMean(drawn, each(n));
        for (const [name, interval] of Object.entries(methods)) {
          const { lower, upper } = interval(evidence);
          wrong[name][0] += Number(lower > truth);
          wrong[name][1] += Number(upper < truth);
        }
      }
      for (const name of Object.keys(methods))
        errors[name].push(...wrong[name].map((count) => (100 * count) / Number(options.sets)));
    }
    const row = { n };
    for (const [name, list] of Object.entries(errors)) {
      row[`${name}, worst`] = Math.max(...list);
      row[`${name}, mean`] = list.reduce((a, b) => a + b, 0) / list.length;
    }
    return row;
  });
}

/** Probabilities of 0 … n wins. */
function binomial(n, p) {
  const probabilities = new Float64Array(n + 1);
  let log = n * Math.log(1 - p);
  for (let wins = 0; wins <= n; wins++) {
    probabilities[wins] = Math.exp(log);
    log += Math.log((n - wins) / (wins + 1)) + Math.log(p / (1 - p));
  }
  return probabilities;
}

function endsByWins(n) {
  const ends = { before: [], now: [] };
  for (let wins = 0; wins <= n; wins++) {
    const { evidence } = measureMean(
      Float64Array.from({ length: n }, (_, i) => Number(i < wins)),
      each(n),
    );
    for (const [name, interval] of Object.entries(methods)) ends[name].push(interval(evidence));
  }
  return ends;
}

/** Mean over rates from 1 to 99 %, and the worst side between 10 and 90 %, in percent. */
function hardVerdicts() {
  return sizes.map((n) => {
    const ends = endsByWins(n);
    const row = { n };
    for (const name of Object.keys(methods)) {
      const errors = [];
      for (let percent = 1; percent < 100; percent++) {
        const p = percent / 100;
        const sides = [0, 0];
        binomial(n, p).forEach((probability, wins) => {
          sides[0] += probability * Number(ends[name][wins].lower > p);
          sides[1] += probability * Number(ends[name][wins].upper < p);
        });
        errors.push({ percent, sides });
      }
      row[`${name}, mean`] =
        (100 * errors.reduce((sum, { sides }) => sum + sides[0] + sides[1], 0)) / (2 * errors.length);
      const middle = errors.filter(({ percent }) => percent >= 10 && percent <= 90);
      row[`${name}, worst of 10–90 %`] = 100 * Math.max(...middle.flatMap(({ sides }) => sides));
    }
    return row;
  });
}

/** How often a gate 5 points below, or above, the rate is decided at n = 805, in percent. */
function decided() {
  const n = 805;
  const ends = endsByWins(n);
  return [10, 20, 30, 50, 70, 80, 90].map((percent) => {
    const p = percent / 100;
    const row = { percent };
    for (const name of Object.keys(methods)) {
      let [holds, fails] = [0, 0];
      binomial(n, p).forEach((probability, wins) => {
        holds += probability * Number(ends[name][wins].lower >= p - 0.05);
        fails += probability * Number(ends[name][wins].upper < p + 0.05);
      });
      row[`${name}: holds 5 below`] = 100 * holds;
      row[`${name}: fails 5 above`] = 100 * fails;
    }
    return row;
  });
}
