// Components of variance → what each way of asking would come to: error, width, power, instructions for a target, price.
import { present } from "../core/present.js";
import {
  type AskingDesign,
  type VarianceComponents,
  varianceOf,
} from "../metrics/planning/variance-components.js";
import { normalCdf, normalQuantile } from "../numerics/distributions.js";
import { inPercent } from "../numerics/percent.js";
import { fixed, levelText, percent } from "./figure-text.js";
import type { Report } from "./report.js";
import { snakeCaseKeys } from "./snake-case-keys.js";
import { figure, type Section, tableOf, text } from "./table-of.js";

export interface PlannedRate {
  /** In [0, 1]. */
  readonly rate: number;
  /** Null for fewer than two instructions. */
  readonly components: VarianceComponents | null;
}

export interface PlannedModel {
  readonly generator: string;
  readonly annotator: string | null;
  /** Of the pilot, and those that there are to ask. */
  readonly instructions: number;
  readonly available: number;
  readonly rates: { readonly raw: PlannedRate; readonly lengthControlled: PlannedRate | null };
  /** Of one judgement; null where neither price nor cost is known. */
  readonly costUsd: number | null;
  readonly warnings: readonly string[];
}

export interface Plan {
  readonly level: number;
  /** Aimed at, in units of the rate. */
  readonly halfWidth: number;
  readonly detect: number | null;
  readonly models: readonly PlannedModel[];
}

/** What the vendors take off for a batch that may wait a day. */
const batchShare = 0.5;
const power = 0.8;
const smallPilot = 60;

export function reportPlan(plan: Plan): Report {
  const lines = plan.models.flatMap((model) => linesOf(model, plan));
  const known = lines.filter(({ standardError }) => standardError !== null);
  const isIncomplete = plan.models.some(({ rates }) => needsPilot(rates.raw.components));
  return {
    sections: [
      ...(plan.models.length > 0 ? [componentSection(plan), designSection(known, plan)] : []),
      ...(plan.models.length === 0 || isIncomplete ? [pilotSection(plan)] : []),
    ],
    warnings: plan.models.flatMap((model) => [...model.warnings, ...warnAboutPilot(model)]),
    records: lines.map((line) => snakeCaseKeys(toRecord(line)) as Record<string, string | number | null>),
    document: {
      schema_version: 1,
      level: plan.level,
      half_width: inPercent(plan.halfWidth),
      detect: inPercent(plan.detect),
      models: plan.models.map((model) => ({
        generator: model.generator,
        instructions: model.instructions,
        cost_per_judgement_usd: model.costUsd,
        components: Object.fromEntries(
          ratesOf(model).map(({ name, components }) => [name, components && snakeCaseKeys(components)]),
        ),
      })),
      designs: lines.map((line) => snakeCaseKeys(toRecord(line))),
      pilot: pilotCommands(plan),
    },
  };
}

const ratesOf = ({ rates }: PlannedModel) => [
  ...(rates.lengthControlled ? [{ name: "length-controlled", ...rates.lengthControlled }] : []),
  { name: "raw", ...rates.raw },
];

interface Line {
  readonly model: PlannedModel;
  readonly rate: string;
  readonly design: AskingDesign;
  /** With the instructions that there are; null where the pilot does not tell. */
  readonly standardError: number | null;
  readonly width: number | null;
  readonly power: number | null;
  /** For the half-width, or the power, whichever takes more. */
  readonly needed: number | null;
  readonly judgements: number | null;
  readonly costUsd: number | null;
}

function linesOf(model: PlannedModel, { level, halfWidth, detect }: Plan): Line[] {
  const [first] = ratesOf(model);
  const { components, name } = first!;
  if (components === null) return [];
  const z = normalQuantile((1 + level) / 2);
  return designsFor(components.jurors).map((design) => {
    const variance = varianceOf(components, design);
    const standardError = variance === null ? null : Math.sqrt(variance / model.available);
    const forWidth = variance === null ? null : variance * (z / halfWidth) ** 2;
    const forPower =
      variance === null || detect === null ? null : variance * ((z + normalQuantile(power)) / detect) ** 2;
    const needed = forWidth === null ? null : Math.ceil(Math.max(2, forWidth, forPower ?? 0));
    const judgements = needed && needed * design.orders * design.repeats * design.jurors;
    return {
      model,
      rate: name,
      design,
      standardError,
      width: standardError === null ? null : 2 * z * standardError,
      power: standardError === null || detect === null ? null : normalCdf(detect / standardError - z),
      needed,
      judgements,
      costUsd: judgements === null || model.costUsd === null ? null : judgements * model.costUsd,
    };
  });
}

const designsFor = (most: number): AskingDesign[] =>
  Array.from({ length: most }, (_, at) => at + 1).flatMap((jurors) =>
    ([1, 2] as const).flatMap((orders) => [1, 2].map((repeats) => ({ orders, repeats, jurors }))),
  );

function componentSection({ models }: Plan): Section {
  const rows = models.flatMap((model) =>
    ratesOf(model).flatMap(({ name, components }) => (components ? [{ model, name, components }] : [])),
  );
  const share =
    (of: (components: VarianceComponents) => number | null) =>
    ({ components }: (typeof rows)[number]) => {
      const value = of(components);
      return value === null ? null : percent(value / totalOf(components), 0);
    };
  return tableOf(
    "Where the variance of one judgement comes from",
    rows,
    [
      text("model", ({ model }) => model.generator),
      text("rate", ({ name }) => name),
      figure("instructions", ({ components }) => components.instructions),
      figure(
        "between instructions %",
        share(({ instruction }) => instruction),
      ),
      figure(
        "order %",
        share(({ order, orderByJuror }) => order && order + orderByJuror),
      ),
      rows.some(({ components }) => components.jurors > 1) &&
        figure(
          "jurors %",
          share(({ instructionByJuror }) => instructionByJuror),
        ),
      figure(
        "judge's own noise %",
        share(({ repeat }) => repeat),
      ),
    ],
    rows.slice(0, 1).map(({ components }) => advise(components)),
  );
}

const totalOf = ({ instruction, instructionByJuror, order, orderByJuror, repeat }: VarianceComponents) =>
  instruction + instructionByJuror + (order ?? 0) + orderByJuror + (repeat ?? 0);

function advise(components: VarianceComponents): string {
  const at = (design: AskingDesign) => varianceOf(components, design);
  const once = at({ orders: 1, repeats: 1, jurors: 1 });
  const twice = at({ orders: 1, repeats: 2, jurors: 1 });
  const narrower = (variance: number) => percent(1 - Math.sqrt(variance / once!), 0);
  const general =
    "For the same money, ask more instructions, not more repeats: twice as many instructions make an interval 29 % narrower";
  return once === null || twice === null
    ? `${general}.`
    : `${general}, a second repeat ${narrower(twice)} %.`;
}

function designSection(lines: readonly Line[], { level, halfWidth, detect }: Plan): Section {
  const cheapest = Math.min(...lines.flatMap(({ judgements }) => judgements ?? []));
  const usd = (value: number | null) => (value === null ? null : `$${value.toFixed(2)}`);
  const aim = `± ${fixed(inPercent(halfWidth), 1)}${detect === null ? "" : `, and ${fixed(inPercent(detect), 1)} points with ${levelText(power)} power`}`;
  return tableOf(
    `What each way of asking comes to; the last columns are for ${aim}`,
    lines,
    [
      text("model", ({ model }) => model.generator),
      text("rate", ({ rate }) => rate),
      figure("orders", ({ design }) => design.orders),
      figure("repeats", ({ design }) => design.repeats),
      lines.some(({ design }) => design.jurors > 1) && figure("jurors", ({ design }) => design.jurors),
      figure("instructions", ({ model }) => model.available),
      figure("standard error", ({ standardError }) => percent(standardError, 2)),
      figure(`${levelText(level)} interval ±`, ({ width }) => percent(width && width / 2, 2)),
      detect !== null && figure("power %", (line) => percent(line.power, 0)),
      figure("instructions needed", ({ needed }) => needed),
      figure(
        "judgements",
        ({ judgements }) => judgements && `${judgements}${judgements === cheapest ? " *" : ""}`,
      ),
      figure("price", ({ costUsd }) => usd(costUsd)),
      figure("as a batch", ({ costUsd }) => usd(costUsd && batchShare * costUsd)),
    ],
    ["* the fewest judgements. A batch is reckoned at half price."],
  );
}

const needsPilot = (components: VarianceComponents | null) =>
  components === null || components.repeat === null || components.order === null;

function warnAboutPilot({ generator, rates }: PlannedModel): string[] {
  const { components } = rates.raw;
  if (components === null) return [`pilot: ${generator}: fewer than two instructions tell nothing`];
  const { instructions, enough, negative } = components;
  return present([
    instructions < enough &&
      `pilot: ${generator}: ${instructions} instructions; ${enough} are needed for errors within 10 %`,
    negative.length > 0 && `pilot: ${generator}: ${negative.join(", ")} came out below 0 and count as 0`,
  ]);
}

/** Three replies an instruction: both orders, and one of them again, in an order that alternates by the hash. */
function pilotCommands({ models }: Plan): string[] {
  const judge = models[0]?.annotator ?? "verdict";
  const enough = Math.max(smallPilot, ...models.map(({ rates }) => rates.raw.components?.enough ?? 0));
  const annotate = `lceval annotate model.json --baseline baseline.json --judge ${judge} --max-instances ${enough} -o pilot.jsonl`;
  return [`${annotate} --order both`, `${annotate} --order random --repeat 2`, "lceval plan pilot.jsonl"];
}

const pilotSection = (plan: Plan): Section =>
  tableOf(
    plan.models.length === 0
      ? "The smallest pilot: three replies an instruction"
      : "The smallest pilot that tells the rest",
    pilotCommands(plan),
    [text("command", (command) => command)],
    [
      "Both orders, then one of them again. 60 instructions do for rates of 20 to 50 %, about 200 for 9 %, 400 for 3 %.",
    ],
  );

const toRecord = ({ model, rate, design, ...line }: Line) => ({
  generator: model.generator,
  rate,
  ...design,
  instructions: model.available,
  standardError: inPercent(line.standardError),
  width: inPercent(line.width),
  power: inPercent(line.power),
  instructionsNeeded: line.needed,
  judgements: line.judgements,
  costUsd: line.costUsd,
  batchCostUsd: line.costUsd === null ? null : batchShare * line.costUsd,
});
