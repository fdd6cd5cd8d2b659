// What `lceval calibrate` costs: seconds a million rows and round, for 805 instructions and up to 300 models, and for 100
// models and up to 10,000 instructions. Linear growth means a flat column.
//
//   node .ci/bootstrap.mjs && node bench/calibrate.mjs [--json]
import { parseArgs } from "node:util";
import { fitDifficulty } from "../dist/length-control/calibrate/fit-difficulty.js";

const { values: options } = parseArgs({ options: { json: { type: "boolean", default: false } } });

/** Uniform numbers in [0, 1), reproducible (mulberry32). */
function seededUniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Rows of the joint fit: every model judged once on every instruction, verdicts drawn from the model. */
function simulateRows(models, instructions) {
  const uniform = seededUniform(models * 100_003 + instructions);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const gamma = Float64Array.from({ length: instructions }, normal);
  const total = models * instructions;
  const rows = {
    instructionIds: Array.from({ length: instructions }, (_, x) => `x${x}`),
    generators: Array.from({ length: models }, (_, m) => `m${m}`),
    ends: Uint32Array.from({ length: models }, (_, m) => (m + 1) * instructions),
    instruction: Uint32Array.from({ length: total }, (_, i) => i % instructions),
    length: Float64Array.from({ length: total }, () => Math.tanh(normal())),
    preference: new Float64Array(total),
  };
  for (let m = 0; m < models; m++) {
    const [theta, phi, psi] = [normal(), -0.5 + 0.3 * normal(), 1 + 0.3 * normal()];
    for (let x = 0; x < instructions; x++) {
      const i = m * instructions + x;
      const eta = theta + phi * rows.length[i] + psi * gamma[x];
      rows.preference[i] = uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    }
  }
  return rows;
}

function growth(models, instructions) {
  const rows = simulateRows(models, instructions);
  const start = process.cpuUsage();
  const { iterations, converged } = fitDifficulty(rows);
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const millions = rows.preference.length / 1e6;
  return {
    models,
    instructions,
    rows: rows.preference.length,
    rounds: iterations,
    converged,
    seconds,
    secondsPerMillionRowsAndRound: seconds / millions / iterations,
  };
}

fitDifficulty(simulateRows(20, 200)); // so that the first figure is not the compiler's
const result = [
  [30, 805],
  [100, 805],
  [300, 805],
  [100, 2500],
  [100, 5000],
  [100, 10_000],
].map(([models, instructions]) => growth(models, instructions));
if (options.json) console.log(JSON.stringify(result, null, 2));
else console.table(result);
