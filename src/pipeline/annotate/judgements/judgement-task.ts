// Pairs and a judge (or a panel of judges) → what is to be judged: one task an order, a repeat and a juror.
import type { JuryRule } from "../../../judge/combine-jury.js";
import type { Judge } from "../../../judge/judge.js";
import { judgesFor, type Panel } from "../../../judge/panel.js";
import { type OrderPolicy, ordersOfPresentation } from "../../../pairs/order-of-presentation.js";
import type { Order, Pair } from "../../../pairs/pair.js";

/** One question to one judge about one pair. */
export interface JudgementTask {
  readonly pair: Pair;
  readonly judge: Judge;
  /** What the file calls the judge: a panel's name where the judge is a member of one. */
  readonly annotator: string;
  /** How the votes on this pair become one verdict; null unless the judge is one of a jury. */
  readonly jury: JuryRule | null;
  readonly order: Order;
  /** Which of several equal questions this is, from 0. */
  readonly repeat: number;
  /** Half of a question (see one-answer-judges) whose other half is not asked: it has its verdict, or there is none. */
  readonly isAlone?: true;
  /** Of a strong judge that is asked about a sample: the chance with which the pair was drawn. */
  readonly chance?: number | undefined;
}

export interface TaskOptions {
  readonly order: OrderPolicy;
  /** How often each question is asked. */
  readonly repeats: number;
  readonly seed: number;
}

/** Every task of a pair. */
export function tasksOf(pair: Pair, judge: Judge | Panel, options: TaskOptions): JudgementTask[] {
  const orders = ordersOfPresentation(options.order, pair.instruction.text, options.seed);
  const repeats = Array.from({ length: options.repeats }, (_, repeat) => repeat);
  const jury = judge.kind === "jury" ? judge.rule : null;
  return judgesFor(judge, pair, options.seed).flatMap((asked) =>
    repeats.flatMap((repeat) =>
      orders.map((order) => ({ pair, judge: asked, annotator: judge.name, jury, order, repeat })),
    ),
  );
}

/** What the two orders of one question have in common. */
export const pairKey = ({ pair, judge, repeat }: JudgementTask): string =>
  `${pair.id} ${judge.fingerprint} ${repeat}`;

/** What makes two lines of an annotation file answers to the same question. */
export const keyOfLine = (pairId: string, fingerprint: string, order: string, repeat: number): string =>
  `${pairId} ${fingerprint} ${order} ${repeat}`;
