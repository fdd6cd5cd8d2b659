// Who gave the verdicts on a model, as far as its file says.

/** One judge that was asked. What is null is not known, and differs from nothing. */
import { present } from "../core/present.js";
export interface JudgeMember {
  readonly name: string | null;
  /** The model that was asked. */
  readonly model: string | null;
  /** Of prompt, model, sampling and protocol. */
  readonly fingerprint: string | null;
}

export interface JudgeIdentity {
  /** The judge's or the panel's. */
  readonly name: string | null;
  /** The judge alone, or the members of a panel; empty where the file says nothing but the name. */
  readonly members: readonly JudgeMember[];
  /** Orders of presentation that occur; null where the file does not say. */
  readonly orders: readonly ("baseline-first" | "model-first")[] | null;
  /** Models that the replies came from; empty where the file does not say. */
  readonly served: readonly string[];
}

/** Nothing is known but the name. */
export const namedJudge = (name: string | null): JudgeIdentity => ({
  name,
  members: name === null ? [] : [{ name, model: null, fingerprint: null }],
  orders: null,
  served: [],
});

/** Whether two judges are the same as far as is known; the members of a pool may have been drawn in part. */
export function isSameJudge(one: JudgeIdentity, other: JudgeIdentity): boolean {
  if (one.name !== null && other.name !== null && one.name !== other.name) return false;
  const [fewer, more] = [one.members, other.members].sort((a, b) => a.length - b.length) as [
    Members,
    Members,
  ];
  return fewer.every((member) => more.some((known) => isSameMember(member, known)));
}

type Members = JudgeIdentity["members"];

const isSameMember = (one: JudgeMember, other: JudgeMember): boolean =>
  (["name", "model", "fingerprint"] as const).every(
    (key) => one[key] === null || other[key] === null || one[key] === other[key],
  );

/** `weighted (gpt-4-1106-preview)`: the name, with the models where they are known and say more. */
export function describeJudge({ name, members }: JudgeIdentity): string {
  const models = [...new Set(members.flatMap(({ model }) => model ?? []))].filter((model) => model !== name);
  const shown = name ?? "an unnamed judge";
  return models.length === 0 ? shown : `${shown} (${models.join(", ")})`;
}

interface Judged {
  readonly generator: string;
  readonly judgedBy: JudgeIdentity;
}

/** How one judge came to verdicts on two models in two ways, each `code: sentence`. */
export function listOtherWays(one: Judged, other: Judged): string[] {
  const [ofOne, ofOther] = [one.judgedBy, other.judgedBy];
  const areOthers = (some: readonly string[], more: readonly string[]) =>
    some.length > 0 && more.length > 0 && [...some].sort().join() !== [...more].sort().join();
  return present([
    areOthers(ofOne.served, ofOther.served) &&
      `other-served-model: replies on ${one.generator} came from ${ofOne.served.join(", ")}, on ${other.generator} from ${ofOther.served.join(", ")}`,
    areOthers(ofOne.orders ?? [], ofOther.orders ?? []) &&
      `other-order: the answers were shown ${ofOne.orders!.join(" and ")} for ${one.generator}, ${ofOther.orders!.join(" and ")} for ${other.generator}`,
  ]);
}

/** Of each model by another judge than the first model's, who judged which. */
export const listOtherJudges = ([first, ...others]: readonly Judged[]): string[] =>
  others
    .filter(({ judgedBy }) => !isSameJudge(first!.judgedBy, judgedBy))
    .map(({ generator, judgedBy }) => {
      const names = [describeJudge(first!.judgedBy), describeJudge(judgedBy)];
      const prints = [first!.judgedBy, judgedBy].map(({ members }) =>
        members.flatMap(({ fingerprint }) => fingerprint?.slice(0, 12) ?? []).join(", "),
      );
      // judges of one name and model differ in the prompt, the sampling or the protocol
      const [ofFirst, ofOther] =
        names[0] === names[1] ? names.map((name, at) => `${name}, fingerprint ${prints[at]}`) : names;
      return `${first!.generator} was judged by ${ofFirst}, ${generator} by ${ofOther}`;
    });
const bare = (model: string): string => model.slice(model.lastIndexOf("/") + 1).toLowerCase();

/** Whether an answer by `served` is one of the model that was asked: the same, or a dated release of it, whatever vendor stands before. */
export function isServedAs(served: string, asked: string): boolean {
  const [one, other] = [bare(served), bare(asked)];
  return one.startsWith(other) && /^([-@:](\d{3,}|v\d|latest)(\b.*)?)?$/.test(one.slice(other.length));
}
