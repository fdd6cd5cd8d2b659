// A model's name → what is known of the parameters that it takes, from data/model-families.json; and a request's sampling
// parameters → those that a model takes. What the table does not know is learnt from the first refusal.
import { packageJson } from "../../core/package-file.js";

/** How sampling parameters are sent otherwise than a judge has them. */
export interface ParameterChanges {
  /** What limits a reply, where it is not what the request says. */
  readonly room: "max_tokens" | "max_completion_tokens" | null;
  /** Parameters that are left out, under the names of the wire. */
  readonly dropped: readonly string[];
  /** The system message stands before the user's. */
  readonly joinsSystem?: true | undefined;
}

export type SamplingParameters = Readonly<Record<string, unknown>>;

interface FamilyTable {
  /** Whose thoughts are billed beside the room that a request gives to the reply. */
  readonly thinkers: string;
  readonly families: readonly {
    readonly models: string;
    readonly room: "max_completion_tokens";
    readonly refuses: readonly string[];
  }[];
}

const table = packageJson<FamilyTable>("data/model-families.json");

/** Tokens that a model gets for its thoughts beside the room that a judge leaves for its words. */
const roomForThoughts = 4096;
const together: Readonly<Record<string, readonly string[]>> = {
  logprobs: ["logprobs", "top_logprobs"],
  top_logprobs: ["logprobs", "top_logprobs"],
};
/** What can be left out of a question, and it is the same question. */
const dispensable = ["temperature", "top_p", "logprobs", "top_logprobs"];
/** The prompt asks for the form in words too; left out only where it is itself refused. */
const form = "response_format";

/** What has to be changed for a model; null for one that the table does not know. */
export function knownChanges(model: string): ParameterChanges | null {
  const family = table.families.find(({ models }) => new RegExp(models).test(model));
  return family === undefined ? null : { room: family.room, dropped: family.refuses.flatMap(withOthers) };
}

/** Whether a model may think more than the room for its reply; by its name without a vendor's. */
export const isThinker = (model: string): boolean =>
  new RegExp(table.thinkers, "i").test(model.slice(model.lastIndexOf("/") + 1));

const withOthers = (parameter: string): readonly string[] => together[parameter] ?? [parameter];

/**
 * What a refused parameter changes beside what was changed before; null where the question cannot do without it. The
 * second refusal leaves out all that can be left out: a run asks for no more than two of them.
 * @param keeps parameters that the protocol reads from, or that the user stated
 */
export function changesAfterRefusal(
  refused: string,
  before: ParameterChanges,
  { sampling, keeps }: { readonly sampling: SamplingParameters; readonly keeps: readonly string[] },
): ParameterChanges | null {
  if (!(refused in sampling)) return null;
  const isSecond = before.room !== null || before.dropped.length > 0;
  const mayGo = (names: readonly string[]) => names.filter((name) => !keeps.includes(name));
  const all = isSecond ? mayGo(dispensable) : [];
  if (refused === "max_tokens" || refused === "max_completion_tokens") {
    if (before.room !== null) return null;
    const room = refused === "max_tokens" ? "max_completion_tokens" : "max_tokens";
    return { ...before, room, dropped: [...new Set([...before.dropped, ...all])] };
  }
  const gone = [...dispensable, form].includes(refused) ? mayGo(withOthers(refused)) : [];
  if (gone.length === 0) return null;
  return { ...before, dropped: [...new Set([...before.dropped, ...gone, ...all])] };
}

/** The parameters as the model takes them. */
export function changeSampling(
  sampling: SamplingParameters,
  { room, dropped }: ParameterChanges,
  keeps: readonly string[],
): SamplingParameters {
  const entries = Object.entries(sampling).flatMap(([name, value]): [string, unknown][] => {
    if (dropped.includes(name) && !keeps.includes(name)) return [];
    if (room !== null && name !== room && /^max_(?:completion_)?tokens$/.test(name))
      return [[room, widen(name, value, keeps)]];
    return [[name, value]];
  });
  return Object.fromEntries(entries);
}

/** What says no more than leaving it out would: models take it that take no other value. */
export const isPlainDefault = (name: string, value: unknown): boolean =>
  value === false || (value === 1 && /^(?:temperature|top_p)$/.test(name));

/** A room that the user stated, or of one token for its probabilities, stays what it is. */
function widen(name: string, value: unknown, keeps: readonly string[]): unknown {
  const isStated = keeps.includes(name) || keeps.includes("logprobs");
  return name === "max_tokens" && !isStated ? Number(value) + roomForThoughts : value;
}

/** Both sides of a change, in words: `max_completion_tokens 4496 in place of max_tokens 400, no temperature`. */
export function describeChanges(before: SamplingParameters, after: SamplingParameters): string {
  const gone = Object.keys(before).filter((name) => !(name in after));
  const come = Object.keys(after).filter((name) => !(name in before));
  const [room] = come;
  const old = gone.find((name) => /^max_/.test(name));
  const left = gone.filter((name) => room === undefined || name !== old);
  return [
    room !== undefined && `${room} ${after[room]} in place of ${old} ${before[old ?? ""]}`,
    left.length > 0 && `no ${left.join(", no ")}`,
  ]
    .filter(Boolean)
    .join(", ");
}
