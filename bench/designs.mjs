// What designs promise and what they keep: coverage of an escalation, errors that `plan` predicts, the power of a probe, and
// a paired rule that may end a run.
//
//   node bench/designs.mjs [escalation,plan,probe,paired] [--sets 400] [--seed 0] [--json]
//
// escalation: rows of a file that two judges judged (../shared) are drawn with replacement, 805 of them; the cheap judge has
//   all, the strong one a sample of 200. The truth is the strong judge's own fit to the whole file (C = 10⁴).
// plan: a judge of wins and losses with the chances of a real file, an order effect and noise by reply. Pilots of 200
//   instructions, both orders twice, predict the error of 805 instructions asked in one way; realised is the spread over sets.
// probe: judges with a known liking for one feature; 200 or 400 answers in both orders; how often it is called what.
// paired: instructions that two files share are drawn with replacement, 805 of them, and looked at eight times.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { pythonRandom } from "../dist/core/python-random.js";
import { drawForms, probedFeatures } from "../dist/judge/probe/probe-twins.js";
import { fitLengthControlled } from "../dist/length-control/fit.js";
import { buildDesign } from "../dist/length-control/length-controlled-design.js";
import { ObservationColumns } from "../dist/length-control/observation-columns.js";
import { recipes } from "../dist/length-control/recipe.js";
import { contrastRates } from "../dist/metrics/comparison/rate-difference.js";
import { chancesOf } from "../dist/metrics/escalation/sampling.js";
import { fitProbe } from "../dist/metrics/judge-bias/fit-probe.js";
import { estimateComponents, varianceOf } from "../dist/metrics/planning/variance-components.js";
import { measureFit } from "../dist/metrics/rates/fit-evidence.js";
import { scoreEscalated } from "../dist/metrics/score/score-escalated.js";
import { knownRate } from "../dist/metrics/score/scored-model.js";
import { decideLook, statisticOfDifference } from "../dist/metrics/sequential/decide-look.js";
import { instructionsAt } from "../dist/metrics/sequential/progress-of-rule.js";
import { logistic, logit } from "../dist/numerics/logistic.js";
import { standardDeviation } from "../dist/numerics/moments.js";
import { readObservations } from "../dist/pipeline/observations/read-observations.js";
import { loadCalibration } from "../dist/pipeline/score/load-calibration.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sets: { type: "string", default: "400" },
    seed: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
  },
});
const sets = Number(options.sets);
const strength = 1e4;
const recipe = recipes.length_controlled_v1;
const { calibration } = await loadCalibration("auto");
async function read(file) {
  const path = new URL(`../../shared/${file}.json.gz`, import.meta.url).pathname;
  if (!existsSync(path)) throw new Error(`needs ../shared/${file}.json.gz`);
  const [model] = await readObservations([path]);
  return new Map(model.rows.filter((row) => row.preference !== null).map((row) => [row.instructionId, row]));
}

function singletons(n) {
  return { count: n, codes: Uint32Array.from({ length: n }, (_, i) => i) };
}

const asRow = (row, i, change = {}) => ({
  ...{ ...row, textId: row.textId ?? row.instructionId, instructionId: `${i}`, cluster: `${i}` },
  ...change,
});

function fitRows(columns, preferences = columns.preferences) {
  const design = buildDesign(columns, { recipe, calibration }, preferences);
  return { design, fit: fitLengthControlled(design, singletons(columns.length), { strength, seed: 0 }) };
}

const share = (list, holds) => (100 * list.filter(holds).length) / list.length;
const average = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
const round = (value, digits = 1) => Number(value.toFixed(digits));

async function escalation(random) {
  const fn = "alpacaeval2_fn/";
  const cot = ".alpaca_eval_cot_gpt4_turbo_fn";
  const pairs = [
    ["cohere, cot → fn", `${fn}cohere${cot}`, `${fn}cohere.alpaca_eval_gpt4_turbo_fn`],
    ...["alpaca-7b", "claude-2.1"].map((m) => [
      `${m}, cot → weighted`,
      `${fn}${m}${cot}`,
      `alpacaeval2/annotations/${m}`,
    ]),
  ].flatMap(([name, a, b]) => [
    [name, a, b],
    [name.replace(/(\S+) → (\S+)/, "$2 → $1"), b, a],
  ]);
  const found = [];
  for (const [name, cheapFile, strongFile] of pairs) {
    const [cheap, strong] = [await read(cheapFile), await read(strongFile)];
    const ids = [...cheap.keys()].filter((id) => strong.has(id));
    const whole = ObservationColumns.of(ids.map((id) => strong.get(id)));
    const truth = { raw: average([...whole.preferences]), lc: fitRows(whole).fit.rate };
    const seen = [];
    for (let set = 0; set < sets; set++) {
      const drawn = Array.from({ length: 805 }, () => ids[random.integer(ids.length)]);
      const rows = ObservationColumns.of(drawn.map((id, i) => asRow(cheap.get(id), i)));
      const chances = chancesOf(rows.preferences, fitRows(rows).fit.influence.direction, 200);
      const judged = drawn.map((id, i) =>
        asRow(cheap.get(id), i, {
          ...(random.random() < chances[i] && {
            strong: { preference: strong.get(id).preference, chance: chances[i] },
          }),
        }),
      );
      const {
        winRateInterval,
        lengthControlled,
        escalation: about,
      } = scoreEscalated(
        { generator: "m", baseline: "b", annotator: null, rows: judged },
        {
          recipe: recipe.name,
          calibration,
          mode: "auto",
          strength,
          interval: "sandwich",
          level: 0.95,
          seed: 0,
        },
      );
      const covers = ({ lower, upper }, value) => lower <= value && value <= upper;
      seen.push({
        raw: covers(winRateInterval, truth.raw),
        lc: covers(lengthControlled.interval, truth.lc),
        worthRaw: about.worth.raw,
        worthLc: about.worth.lengthControlled,
      });
    }
    found.push({
      files: name,
      "raw covers %": round(share(seen, ({ raw }) => raw)),
      "LC covers %": round(share(seen, ({ lc }) => lc)),
      "raw worth": Math.round(average(seen.map(({ worthRaw }) => worthRaw))),
      "LC worth": Math.round(average(seen.map(({ worthLc }) => worthLc))),
    });
  }
  return found;
}

/** One reply: a win or a loss. */
function reply(random, p, order, noise) {
  const normal = Math.sqrt(-2 * Math.log(1 - random.random())) * Math.cos(2 * Math.PI * random.random());
  return Number(
    random.random() < logistic(logit(Math.min(0.999, Math.max(0.001, p))) + order + noise * normal),
  );
}

async function plan(random) {
  const found = [];
  for (const file of ["claude-2", "FuseChat-Gemma-2-9B-Instruct", "vicuna-7b-v1.5"]) {
    const rows = [...(await read(`alpacaeval2/annotations/${file}`)).values()];
    const ask = (row, order) => reply(random, row.preference, order ? 0.6 : -0.6, 0.5);
    const draw = () => rows[random.integer(rows.length)];
    const designs = [
      { orders: 1, repeats: 1, jurors: 1 },
      { orders: 1, repeats: 3, jurors: 1 },
      { orders: 2, repeats: 1, jurors: 1 },
      { orders: 2, repeats: 2, jurors: 1 },
    ];
    const predicted = designs.map(() => []);
    for (let pilot = 0; pilot < sets; pilot++) {
      const items = Array.from({ length: 200 }, draw).map((row) => [
        [0, 1].map((order) => [ask(row, order), ask(row, order)]),
      ]);
      const components = estimateComponents(items);
      designs.forEach((design, d) => {
        predicted[d].push(Math.sqrt(varianceOf(components, design) / 805));
      });
    }
    designs.forEach((design, d) => {
      const rates = Array.from({ length: sets }, () =>
        average(
          Array.from({ length: 805 }, () => {
            const row = draw();
            const orders = design.orders === 2 ? [0, 1] : [random.integer(2)];
            return average(orders.flatMap((o) => Array.from({ length: design.repeats }, () => ask(row, o))));
          }),
        ),
      );
      const realised = standardDeviation(rates);
      found.push({
        file,
        orders: design.orders,
        repeats: design.repeats,
        "predicted, mean": round(100 * average(predicted[d]), 2),
        "spread of a prediction %": round((100 * standardDeviation(predicted[d])) / average(predicted[d])),
        realised: round(100 * realised, 2),
        ratio: round(average(predicted[d]) / realised, 2),
      });
    });
  }
  return found;
}

async function probe(random) {
  const found = [];
  for (const isHard of [false, true])
    for (const items of [200, 400])
      for (const beta of [0, 0.2, 0.4, 0.8]) {
        const called = Array.from({ length: sets }, (_, set) => {
          const pairs = Array.from({ length: items }, (_, i) => {
            const [one, other] = drawForms(`${set}:${i}`, 0);
            const differences = Object.fromEntries(
              probedFeatures.map((name) => [name, Number(one[name]) - Number(other[name])]),
            );
            return [true, false].map((isShownFirst) => {
              const eta = beta * differences.lists + (isShownFirst ? 0.3 : -0.3);
              const p = logistic(eta + 1.2 * (2 * random.random() - 1));
              return {
                item: `${i}`,
                differences,
                isShownFirst,
                preference: isHard ? Number(random.random() < p) : p,
              };
            });
          }).flat();
          return fitProbe(pairs, probedFeatures, 0.95).find(({ name }) => name === "lists");
        });
        found.push({
          verdicts: isHard ? "win, loss" : "soft",
          answers: items,
          β: beta,
          points: round(100 * (logistic(beta) - 0.5)),
          "acts on it %": round(share(called, ({ verdict }) => verdict === "acts on it")),
          "indifferent %": round(share(called, ({ verdict }) => verdict === "indifferent")),
          "standard error": round(average(called.map(({ standardError }) => standardError)), 2),
        });
      }
  return found;
}

async function paired(random) {
  const n = 805;
  const looks = 8;
  const found = [];
  for (const names of [
    ["claude-2", "claude-2.1"],
    ["vicuna-13b-v1.5", "vicuna-7b-v1.5"],
  ]) {
    const files = await Promise.all(names.map((name) => read(`alpacaeval2/annotations/${name}`)));
    const ids = [...files[0].keys()].filter((id) => files[1].has(id));
    const rates = files.map((file) => fitRows(ObservationColumns.of(ids.map((id) => file.get(id)))).fit.rate);
    const truth = rates[0] - rates[1];
    const gates = [0, 4, -4, 8, -8].map((points) => ({ points, holds: 0, fails: 0, used: 0 }));
    for (let set = 0; set < sets; set++) {
      const drawn = Array.from({ length: n }, () => ids[random.integer(ids.length)]);
      const sides = files.map((file) => ObservationColumns.of(drawn.map((id, i) => asRow(file.get(id), i))));
      const open = new Set(gates);
      const times = [];
      for (let look = 1; look <= looks && open.size > 0; look++) {
        const first = instructionsAt(look, { instructions: n, looks });
        times.push(first / n);
        const { difference, standardError, outcomes } = differenceAt(sides, first);
        for (const gate of open) {
          const margin = -(truth - gate.points / 100);
          const statistic = statisticOfDifference(
            { difference, standardError, degreesOfFreedom: first - 1 },
            margin,
            outcomes,
          );
          const outcome = decideLook(statistic, { looks, instructions: n, look, times: [...times] }, 0.025);
          if (outcome === "undecided" && look < looks) continue;
          gate.used += first / n / sets;
          if (outcome in gate) gate[outcome] += 100 / sets;
          open.delete(gate);
        }
      }
    }
    for (const { points, holds, fails, used } of gates)
      found.push({
        pair: names.join(" − "),
        "points away": points,
        "holds %": round(holds),
        "fails %": round(fails),
        "pairs used %": round(100 * used),
      });
  }
  return found;
}

function differenceAt(sides, first) {
  const models = sides.map((columns, side) => {
    const preferences = columns.preferences.map((y, row) => (row < first ? y : Number.NaN));
    const clusters = singletons(columns.length);
    const rate = knownRate(measureFit(fitRows(columns, preferences), clusters));
    const wins = average([...preferences.subarray(0, first)]) * first;
    return {
      ...{ generator: `${side}`, clusters: clusters.count, rates: { lengthControlled: rate } },
      ...{ rows: [...columns], outcomes: { wins, losses: first - wins } },
    };
  });
  const { difference, standardError } = contrastRates(models, "lengthControlled", {
    weights: [1, -1],
    level: 0.95,
  });
  return { difference, standardError, outcomes: models.map(({ outcomes }) => outcomes) };
}

const parts = { escalation, plan, probe, paired };
const results = {};
for (const name of positionals[0]?.split(",") ?? Object.keys(parts)) {
  results[name] = await parts[name](pythonRandom(`designs${options.seed}:${name}`));
  if (!options.json) console.table(results[name]);
}
if (options.json) console.log(JSON.stringify(results, null, 2));
