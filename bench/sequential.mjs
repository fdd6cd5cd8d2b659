// Stopping early: how often a rule decides wrongly where the rate is exactly its threshold, and how many pairs it needs where
// it is not, raw and length-controlled, beside a gate that looks once. Both see the same sets.
//
//   node bench/sequential.mjs [--sets 1000] [--sizes 805,200] [--populations NAME=PERCENT,…] [--missing 10] [--seed 0] [--json]
//
//   1. Population: the rows of a real annotation file in ../shared (lengths, difficulty); all its soft preferences moved by one
//      number on the logit scale, so that the length-controlled rate of the recipe is PERCENT. A row's preference is drawn
//      from those of the 25 rows with the nearest fitted probability.
//   2. Truth: the recipe applied to that population (C = 10⁴, y = E y, rows weigh n/N), and its mean preference.
//   3. A set is n rows drawn with replacement, looked at eight times in the order in which they were drawn.
//      --missing P: P % of them have no verdict, so that less of α is spent by each look.
//   4. Thresholds: at the truth, and 2, 4, 8 and 12 points below and above it.
import { existsSync } from "node:fs";
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
import { measureFit } from "../dist/metrics/rates/fit-evidence.js";
import { measureWinRate } from "../dist/metrics/rates/win-rate.js";
import { decideLook, statisticOfRate } from "../dist/metrics/sequential/decide-look.js";
import { instructionsAt } from "../dist/metrics/sequential/progress-of-rule.js";
import { studentTQuantile } from "../dist/numerics/distributions.js";
import { logistic, logit } from "../dist/numerics/logistic.js";
import { readObservations } from "../dist/pipeline/observations/read-observations.js";
import { loadCalibration } from "../dist/pipeline/score/load-calibration.js";

const { values: options } = parseArgs({
  options: {
    sets: { type: "string", default: "1000" },
    sizes: { type: "string", default: "805,200" },
    populations: {
      type: "string",
      default:
        "phi-2=5,vicuna-7b-v1.5=5,OpenHermes-2.5-Mistral-7B=20,claude-2=20,FuseChat-Llama-3.2-1B-Instruct=50,FuseChat-Gemma-2-9B-Instruct=50",
    },
    missing: { type: "string", default: "0" },
    seed: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
  },
});

const tail = 0.025;
const missing = Number(options.missing) / 100;
const neighbours = 25;
const strength = 1e4;
const looks = 8;
const away = [0, 2, 4, 8, 12];
const recipe = recipes.length_controlled_v1;

const { calibration } = await loadCalibration("auto");
const results = [];
for (const stated of options.populations.split(",")) {
  const [name, percent] = stated.split("=");
  const population = await makePopulation(name, Number(percent) / 100);
  for (const n of options.sizes.split(",").map(Number)) results.push(...simulate(stated, population, n));
}
if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
else report();

async function makePopulation(name, target) {
  const path = new URL(`../../shared/alpacaeval2/annotations/${name}.json.gz`, import.meta.url).pathname;
  if (!existsSync(path)) throw new Error(`needs ../shared/alpacaeval2/annotations/${name}.json.gz`);
  const [model] = await readObservations([path]);
  const rows = [...model.rows].filter(({ preference }) => preference !== null);
  let [low, high] = [-20, 20];
  for (let step = 0; step < 25; step++) {
    const shift = (low + high) / 2;
    if (truthOf(bagsOf(rows, shift), rows, rows.length).lengthControlled < target) low = shift;
    else high = shift;
  }
  return { rows, bags: bagsOf(rows, (low + high) / 2) };
}

function bagsOf(rows, shift) {
  const moved = rows.map(({ preference }) =>
    logistic(logit(Math.min(1 - 1e-6, Math.max(1e-6, preference))) + shift),
  );
  const design = buildDesign(ObservationColumns.of(rows), { recipe, calibration }, Float64Array.from(moved));
  const fit = fitLengthControlled(design, singletons(rows.length), { strength, seed: 0 });
  const fitted = predictPreferences(design.observed, fit.beta);
  const byFitted = rows.map((_, i) => i).sort((a, b) => fitted[a] - fitted[b]);
  const bags = [];
  byFitted.forEach((row, rank) => {
    const first = Math.max(0, Math.min(rank - (neighbours >> 1), rows.length - neighbours));
    bags[row] = byFitted.slice(first, first + neighbours).map((i) => moved[i]);
  });
  return bags;
}

function truthOf(bags, rows, n) {
  const expected = bags.map((bag) => bag.reduce((a, b) => a + b, 0) / bag.length);
  const design = buildDesign(
    ObservationColumns.of(rows),
    { recipe, calibration },
    Float64Array.from(expected),
  );
  const weights = design.fitted.weights.map((w) => (w * n) / rows.length);
  const { beta } = solveProximalNewton({ ...design.fitted, weights }, logisticLoss, l1Penalty(1 / strength));
  return {
    raw: expected.reduce((a, b) => a + b, 0) / rows.length,
    lengthControlled: predictWinRate(design.counterfactual, beta),
  };
}

function simulate(stated, { rows, bags }, n) {
  const random = pythonRandom(`sequential${options.seed}:${stated}:${n}`);
  const truth = truthOf(bags, rows, n);
  const rule = { rule: "", looks, seed: 0, instructions: n };
  const gates = ["raw", "lengthControlled"].flatMap((rate) =>
    away.flatMap((points) =>
      (points === 0 ? [1] : [1, -1]).flatMap((sign) => {
        // below the truth the rule holds, above it fails
        const threshold = truth[rate] - (sign * points) / 100;
        if (threshold <= 0 || threshold >= 1) return [];
        const none = { holds: 0, fails: 0 };
        return [
          {
            population: stated,
            n,
            rate,
            points: sign * points,
            threshold,
            sequential: { ...none, used: 0 },
            fixed: { ...none },
          },
        ];
      }),
    ),
  );
  const sets = Number(options.sets);
  for (let set = 0; set < sets; set++) {
    const columns = new ObservationColumns();
    for (let drawn = 0; drawn < n; drawn++) {
      const i = random.integer(rows.length);
      const drawnPreference = bags[i][random.integer(neighbours)];
      // rows are drawn at random, so that every tenth is 10 % at random, with the same times in every set
      const isMissing = missing > 0 && drawn % Math.round(1 / missing) === 0;
      const preference = isMissing ? null : drawnPreference;
      columns.push({
        ...rows[i],
        instructionId: `${drawn}`,
        textId: rows[i].textId ?? rows[i].instructionId,
        cluster: `${drawn}`,
        preference,
      });
    }
    const seen = Array.from({ length: looks }, (_, at) => evidenceAt(columns, instructionsAt(at + 1, rule)));
    for (const gate of gates) judgeSet(gate, seen, rule);
  }
  for (const { sequential, fixed } of gates)
    for (const counts of [sequential, fixed]) for (const key of Object.keys(counts)) counts[key] /= sets;
  return gates;
}

function evidenceAt(columns, first) {
  const preferences = columns.preferences.map((y, row) => (row < first ? y : Number.NaN));
  const clusters = singletons(columns.length);
  const judged = measureWinRate({ preferences, clusters });
  const verdicts = preferences.filter((y) => !Number.isNaN(y)).length;
  const design = buildDesign(columns, { recipe, calibration }, preferences);
  const fit = fitLengthControlled(design, clusters, { strength, seed: 0 });
  const { rate } = judged.evidence;
  return {
    raw: judged.evidence,
    lengthControlled: measureFit({ design, fit }, clusters).evidence,
    outcomes: { wins: rate * verdicts, losses: (1 - rate) * verdicts },
    verdicts,
  };
}

function judgeSet({ rate, threshold, sequential, fixed }, seen, rule) {
  const times = [];
  let outcome = "undecided";
  for (let look = 1; look <= looks && outcome === "undecided"; look++) {
    const asked = instructionsAt(look, rule);
    const { [rate]: evidence, outcomes, verdicts } = seen[look - 1];
    times.push(verdicts / rule.instructions);
    const progress = { ...rule, look, asked, times: [...times] };
    outcome = decideLook(statisticOfRate(evidence, threshold, outcomes), progress, tail);
    if (outcome !== "undecided" || look === looks) sequential.used += asked / rule.instructions;
  }
  if (outcome in sequential) sequential[outcome]++;
  const last = seen.at(-1)[rate];
  const { z } = statisticOfRate(last, threshold, seen.at(-1).outcomes);
  const critical = -studentTQuantile(tail, last.degreesOfFreedom);
  if (z >= critical) fixed.holds++;
  else if (z <= -critical) fixed.fails++;
}

function singletons(n) {
  return { count: n, codes: Uint32Array.from({ length: n }, (_, i) => i) };
}

function report() {
  const percent = (value) => (100 * value).toFixed(1);
  const line = (cells) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
  line(["population", "n", "rate", "holds, looks", "holds, once", "fails, looks", "fails, once", "used"]);
  line(["---", "---:", "---", "---:", "---:", "---:", "---:", "---:"]);
  for (const g of results.filter(({ points }) => points === 0))
    line([
      g.population,
      g.n,
      g.rate,
      ...[g.sequential.holds, g.fixed.holds, g.sequential.fails, g.fixed.fails, g.sequential.used].map(
        percent,
      ),
    ]);
  process.stdout.write("\n");
  line([
    "population",
    "n",
    "rate",
    ...away.slice(1).map((points) => `${points} points: used %, right %, right once %`),
  ]);
  line(["---", "---:", "---", ...away.slice(1).map(() => "---:")]);
  const keys = [...new Set(results.map((g) => JSON.stringify([g.population, g.n, g.rate])))];
  for (const key of keys) {
    const [population, n, rate] = JSON.parse(key);
    const cells = away.slice(1).map((points) => {
      const both = results.filter(
        (g) => g.population === population && g.n === n && g.rate === rate && Math.abs(g.points) === points,
      );
      const mean = (of) => percent(both.reduce((sum, g) => sum + of(g), 0) / both.length);
      const right = (counts, g) => (g.points > 0 ? counts.holds : counts.fails);
      return both.length === 0
        ? ""
        : `${mean((g) => g.sequential.used)}, ${mean((g) => right(g.sequential, g))}, ${mean((g) => right(g.fixed, g))}`;
    });
    line([population, n, rate, ...cells]);
  }
  process.stdout.write("\n");
  for (const n of options.sizes.split(",").map(Number)) {
    const atTruth = results.filter((g) => g.n === n && g.points === 0);
    const worst = (of) => Math.max(...atTruth.map(of));
    const eight = results.filter((g) => g.n === n && Math.abs(g.points) === 8);
    line([
      `n = ${n}`,
      `worst side, looks ${percent(worst((g) => Math.max(g.sequential.holds, g.sequential.fails)))}, once ${percent(worst((g) => Math.max(g.fixed.holds, g.fixed.fails)))}`,
      `8 points away used ${percent(eight.reduce((sum, g) => sum + g.sequential.used, 0) / eight.length)}`,
    ]);
  }
}
