// A judge whose verdict every test knows beforehand: answers say their worth themselves ("worth 7"), and the server replies
// to each shipped judge in the form that its prompt asks for.
import { sha256 } from "../src/core/hash.js";
import type { ModelScore } from "../src/metrics/score/score-model.js";
import type { Behaviour, SeenRequest } from "./judge-server.js";

/** The answers that a request shows, first first: the label it gives each, and its worth. */
export function shownAnswers({ body }: SeenRequest): { label: string; worth: number }[] {
  const text = body.messages!.at(-1)!.content;
  return [...text.matchAll(/<<<answer ?(\S*) [0-9a-f]{32}>>>\n.*?worth (\d+)/gs)].map(([, label, worth]) => ({
    label: label!,
    worth: Number(worth),
  }));
}

/** By judge: what it says of the worth of the first and the second answer (of the one answer, for `score`). */
export const scriptedReplies: Readonly<Record<string, (first: number, second: number) => Behaviour>> = {
  weighted: (first, second) => {
    const probability = 1 / (1 + Math.exp(second - first));
    return {
      text: first >= second ? "m" : "M",
      topLogprobs: [
        { token: "m", logprob: Math.log(probability) },
        { token: "M", logprob: Math.log(1 - probability) },
      ],
    };
  },
  verdict: (first, second) => ({ text: `One is better.\n\n[[${winner(first, second)}]]` }),
  cot: (first, second) => ({
    text: `<think>[[A]]? [[B]]?</think>Step by step.\n**[[${winner(first, second)}]]**`,
  }),
  verdict5: (first, second) => {
    const gap = first - second;
    const step = gap === 0 ? "A=B" : gap > 3 ? "A>>B" : gap > 0 ? "A>B" : gap < -3 ? "B>>A" : "B>A";
    return { text: `Because.\n[[${step}]]` };
  },
  ranking: (first, second) => ({
    text: JSON.stringify({
      explanation: "e",
      ordered_models: first >= second ? ranks("m", "M") : ranks("M", "m"),
    }),
  }),
  "two-score": (first, second) => ({ text: `Both are marked.\n[[${first}, ${second}]]` }),
  score: (first) => ({ text: `A few gaps.\n\n[[${first}]]` }),
  label: (first, second) => ({
    text: JSON.stringify({ explanation: "e", label: first === second ? "both good" : winner(first, second) }),
  }),
};

const winner = (first: number, second: number) => (first === second ? "tie" : first > second ? "A" : "B");
const ranks = (best: string, other: string) => [
  { model: best, rank: 1 },
  { model: other, rank: 2 },
];

/** A server's behaviour: the judge is told by the model that is asked for. */
export function replyAsJudge(request: SeenRequest): Behaviour {
  const [first, second] = shownAnswers(request);
  return scriptedReplies[request.body.model!]!(first!.worth, second?.worth ?? Number.NaN);
}

/** Output rows `q0`, `q1`, … with answers of the given worth. */
export const answersWorth = (generator: string, worths: readonly number[], more: object = {}) =>
  worths.map((worth, i) => ({
    instruction: `q${i}`,
    output: `${generator}, worth ${worth}`,
    generator,
    ...more,
  }));

/** The preferences on `q0`, `q1`, …; the file has them in the order in which replies came. */
export function preferencesInOrder({ rows }: ModelScore): (number | null)[] {
  const byId = new Map(rows.map(({ instructionId, preference }) => [instructionId, preference]));
  return rows.map((_, i) => byId.get(sha256(`q${i}`)) ?? null);
}
