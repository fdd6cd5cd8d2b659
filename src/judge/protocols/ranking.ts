import { z } from "zod";
import { failed, type ShownReading } from "../reading.js";
import { isCutAfterMore } from "../reply/find-verdict.js";
import { findLiterals } from "../reply/read-literal.js";
import { readWithoutThinking } from "../reply/read-without-thinking.js";
import { ShownTexts } from "../reply/shown-texts.js";
import type { Labels, Protocol } from "./protocol.js";

const options = z.strictObject({
  /**
   * What two equal ranks mean. The reference looks at the first label's rank alone (`first-label`); it is the
   * default because the published verdicts were made so.
   */
  equal_ranks: z.enum(["first-label", "tie", "failure"]).default("first-label"),
});

interface Ranked {
  readonly model: string;
  readonly rank: unknown;
}

/** A list of {model, rank}, as JSON or as Python writes it, alone or inside an object. */
export const ranking: Protocol<z.infer<typeof options>> = {
  name: "ranking",
  version: 1,
  answersShown: [2],
  needsLogprobs: false,
  options,
  read: (completion, { labels, options: { equal_ranks: equalRanks }, shownTexts }) => {
    const shown = new ShownTexts(shownTexts);
    const read = (text: string) => {
      const last = findLast(text, shown);
      if (typeof last === "string") return failed("unparsable", last);
      return isCutAfterMore(completion, last.raw)
        ? failed(
            "unparsable",
            "the reply was cut by its limit of tokens, and may not have come to its last ranking",
          )
        : readRanks(last.ranked, labels, equalRanks, last.explanation);
    };
    const reading = readWithoutThinking(completion.text, shown, read, (each) =>
      "failure" in each ? null : each.preferenceForFirst,
    );
    return reading ?? failed("unparsable", "thoughts that are a quotation, or are not: the rankings differ");
  },
};

/** The last ranking that the judge was not shown; why there is none. */
function findLast(text: string, shown: ShownTexts) {
  const { whole, cutAt } = findLiterals(text);
  if (cutAt !== null) return "the reply ends before its ranking does";
  const own = whole
    .map(({ start, end, value }) => ({ value, raw: text.slice(start, end) }))
    .filter(({ raw, value }) => !shown.hasLiteral(raw, value));
  const explanation = explanationIn(own.map(({ value }) => value));
  const last = own
    .map(({ raw, value }) => ({ raw, ranked: rankedIn(value), explanation }))
    .findLast(hasRanks);
  return last ?? "no list of {model, rank}";
}

const hasRanks = <Found extends { ranked: readonly Ranked[] | null }>(
  found: Found,
): found is Found & { ranked: readonly Ranked[] } => found.ranked !== null;

function readRanks(
  list: readonly Ranked[],
  { first, second }: Labels,
  equalRanks: z.infer<typeof options>["equal_ranks"],
  explanation: string | null,
): ShownReading {
  const rankOf = (label: string) => {
    const rank = list.find(({ model }) => model === label)?.rank;
    return rank === undefined || rank === null ? undefined : Number(rank);
  };
  const rank = rankOf(first);
  if (rank !== 1 && rank !== 2) {
    return failed("unparsable", `the rank of ${JSON.stringify(first)} is ${rank ?? "missing"}, not 1 or 2`);
  }
  const isEqual = rank === rankOf(second);
  if (isEqual && equalRanks === "failure") return failed("unparsable", `both answers have rank ${rank}`);
  const preferenceForFirst = isEqual && equalRanks === "tie" ? 0.5 : rank === 1 ? 1 : 0;
  const rawLabel = isEqual ? `${first}=${second}` : rank === 1 ? first : second;
  return { preferenceForFirst, rawLabel, labelShare: null, score: null, explanation };
}

/** The ranking that a value is, or that one of its members is. */
function rankedIn(value: unknown): readonly Ranked[] | null {
  if (Array.isArray(value)) {
    return value.length > 0 && value.every(isRanked) ? value : null;
  }
  if (typeof value !== "object" || value === null) return null;
  return Object.values(value).reduce<readonly Ranked[] | null>(
    (found, member) => found ?? (Array.isArray(member) ? rankedIn(member) : null),
    null,
  );
}

function isRanked(value: unknown): value is Ranked {
  return typeof value === "object" && value !== null && "model" in value && "rank" in value;
}

function explanationIn(values: readonly unknown[]): string | null {
  const members = values.flatMap((value) => Object.entries(value as object));
  const text = members.find(([key]) => /explanation|reason/i.test(key))?.[1];
  return typeof text === "string" ? text : null;
}
