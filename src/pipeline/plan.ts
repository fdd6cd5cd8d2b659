// Judgements of a pilot → where the variance of the rates comes from, and what any way of asking would come to.

import { countOf } from "../core/count-of.js";
import { groupBy } from "../core/group-by.js";
import { present } from "../core/present.js";
import { statedPrice } from "../endpoint/client/prices.js";
import { influenceIf } from "../length-control/influence.js";
import type { JudgementOfPair, ModelObservations, Observation } from "../length-control/observation.js";
import {
  estimateComponents,
  type PilotItem,
  type VarianceComponents,
} from "../metrics/planning/variance-components.js";
import { type ModelScore, type ScoreOptions, scoreModel } from "../metrics/score/score-model.js";
import { mean } from "../numerics/moments.js";
import type { Plan, PlannedModel } from "../report/plan-report.js";
import type { JudgedRow } from "./annotation-files/read-annotation-files.js";
import { readObservations } from "./observations/read-observations.js";
import { resolveRequest } from "./options/check-request.js";
import { type PlanRequest, planOptions } from "./plan-request.js";
import { loadCalibration } from "./score/load-calibration.js";

/** @throws InputError for files that cannot be read, or without a verdict */
export async function plan(given: PlanRequest): Promise<Plan> {
  const request = resolveRequest("plan", planOptions, given);
  const { annotations, halfWidth, detect = null, instructions = null, level, control, covariates } = request;
  const { calibration, mode, isKnown } = await loadCalibration(request.difficulty);
  const costs = new Map<string, (number | null)[]>();
  const onRow = (judged: JudgedRow) => {
    const known = costs.get(judged.generator) ?? [];
    costs.set(judged.generator, known);
    known.push(costOf(judged, request.price));
  };
  const models =
    annotations.length === 0 ? [] : await readObservations(annotations, { ...request, isKnown, onRow });
  const options = { ...request, calibration, mode, covariateChoice: { control, keep: covariates } };
  return {
    level,
    halfWidth,
    detect,
    models: models.map((model) => {
      const known = (costs.get(model.generator) ?? []).filter((cost) => cost !== null);
      const planned = planModel(model, { ...options, interval: "sandwich" });
      return {
        ...planned,
        available: instructions ?? planned.instructions,
        costUsd: known.length > 0 ? mean(known) : null,
      };
    }),
  };
}

/** By its tokens and the price that is stated, else as it was written down. */
function costOf({ row }: JudgedRow, price: PlanRequest["price"]): number | null {
  const { usage, price_per_example: stated } = row.located.value;
  const { prompt_tokens: asked, completion_tokens: said } = Object(usage) as Record<string, unknown>;
  if (price && typeof asked === "number" && typeof said === "number")
    return statedPrice(price)({ promptTokens: asked, completionTokens: said }, "");
  return typeof stated === "number" ? stated : null;
}

function planModel(
  model: ModelObservations,
  options: ScoreOptions,
): Omit<PlannedModel, "costUsd" | "available"> {
  const score = scoreModel(model, options);
  const { rows: pilot, items } = readPilot(model.rows);
  const controlled = controlledReplies(score, pilot, items);
  const left = new Set([...model.rows].map(({ instructionId }) => instructionId)).size - items.length;
  return {
    generator: model.generator,
    annotator: score.annotator,
    instructions: items.length,
    rates: {
      raw: { rate: score.winRate.rate, components: components(items) },
      lengthControlled: controlled && {
        rate: score.lengthControlled!.rate,
        components: components(controlled),
      },
    },
    warnings: present([
      left > 0 &&
        `pilot: ${countOf(left, "instruction")} of ${model.generator} without a reply in every order by every juror, left out`,
      ...(score.whyNotControlled === null ? [] : [score.whyNotControlled]),
    ]),
  };
}

/** Null for fewer than two. */
const components = (items: readonly PilotItem[]): VarianceComponents | null =>
  items.length < 2 ? null : estimateComponents(items);

/** The rows that every juror judged in both orders; where two have no such replies, in one. */
function readPilot(rows: Iterable<Observation>): { rows: number[]; items: PilotItem[] } {
  const all = [...rows].map(judgementsOf);
  const jurors = [...new Set(all.flat().map(({ juror }) => juror ?? null))].sort();
  const asked = all.map((own) =>
    jurors.map((juror) => {
      const byOrder = groupBy(
        own.filter((judgement) => (judgement.juror ?? null) === juror && judgement.preference !== null),
        "order",
      );
      return [...byOrder]
        .sort(([a], [b]) => ((a ?? "") < (b ?? "") ? -1 : 1))
        .map(([, replies]) =>
          replies.sort((a, b) => (a.repeat ?? 0) - (b.repeat ?? 0)).map(({ preference }) => preference!),
        );
    }),
  );
  const whole = (orders: number) =>
    asked.flatMap((item, row) => (item.every((cells) => cells.length >= orders) ? [row] : []));
  const both = whole(2);
  const taken = both.length >= 2 ? both : whole(1);
  const orders = both.length >= 2 ? 2 : 1;
  return { rows: taken, items: taken.map((row) => asked[row]!.map((cells) => cells.slice(0, orders))) };
}

const judgementsOf = ({ judgements, preference, order = null }: Observation): readonly JudgementOfPair[] =>
  judgements ?? [{ preference, order }];

/** z = (q_i − R) + n·x_i'v·(y − p_i)/(1 − h_i) in the place of y; null where nothing was fitted. */
function controlledReplies(
  { lengthControlled, rows: all }: ModelScore,
  rows: readonly number[],
  items: readonly PilotItem[],
): PilotItem[] | null {
  const fit = lengthControlled?.fit;
  if (!fit) return null;
  const judged = [...all].flatMap(({ preference }, row) => (preference === null ? [] : [row]));
  const position = new Map(judged.map((row, at) => [row, at]));
  return items.map((item, i) => {
    const of = { row: rows[i]!, at: position.get(rows[i]!)! };
    return item.map((cells) =>
      cells.map((cell) => cell.map((y) => all.length * influenceIf(fit.influence, of, y))),
    );
  });
}
