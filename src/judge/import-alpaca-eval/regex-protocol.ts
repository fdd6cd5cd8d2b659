// alpaca_eval's regex_parser: a label and a pattern each; again and again the earliest match is taken and reading
// goes on behind it. A reply that names exactly one label gives its verdict; one about several comparisons is cut up
// behind each label.
//
// Patterns and replies come from others, and a pattern can take exponential time: a reply is read up to 64 kB, in a
// vm context whose time limit ends a runaway match (a worker thread would do the same and make reading asynchronous).
import { createContext, Script } from "node:vm";
import { z } from "zod";
import type { Protocol } from "../protocols/protocol.js";
import { failed } from "../reading.js";

const regexReplyBytes = 65_536;
const regexTimeoutMs = 1000;

const options = z.strictObject({
  /** In the order of the file: the label's value on the reference's scale (1, 2; 1.5 and 0 are ties) and its pattern. */
  patterns: z.array(z.strictObject({ preference: z.number(), source: z.string(), flags: z.string() })),
});

/** Runs inside the vm: regular expressions of its own realm, nothing else in reach. */
const program = new Script(`
  (() => {
    const patterns = input.patterns.map(({ source, flags }) => new RegExp(source, flags));
    const found = [];
    for (let text = input.text, from = 0; ; ) {
      let earliest = null;
      let label = -1;
      patterns.forEach((pattern, i) => {
        const match = pattern.exec(text);
        if (match !== null && (earliest === null || match.index < earliest.index)) {
          earliest = match;
          label = i;
        }
      });
      if (earliest === null) return JSON.stringify(found);
      if (earliest[0] === "") return '"empty"';
      const length = earliest.index + earliest[0].length;
      found.push({ label, from, to: (from += length) });
      if (found.length > 1000) return JSON.stringify(found);
      text = text.slice(length);
    }
  })()
`);

/** Not in judge.json's list: our own judges have closed menus instead. */
export const regex: Protocol<z.infer<typeof options>> = {
  name: "regex",
  version: 1,
  answersShown: [2],
  needsLogprobs: false,
  options,
  read: (completion, { options: { patterns } }) => {
    const text = beginningOf(completion.text);
    if (text === "") return failed("unparsable", "the reply is empty");
    const labels = matchLabels(text, patterns);
    if (labels === null) return failed("unparsable", `the patterns took longer than ${regexTimeoutMs} ms`);
    if (labels === "empty") return failed("unparsable", "a pattern matches nothing at all");
    const [found, ...more] = labels;
    if (found === undefined) return failed("unparsable", "no pattern matches the reply");
    if (more.length > 0) return failed("unparsable", `${more.length + 1} matches where one was expected`);
    const { preference } = patterns[found.label]!;
    return {
      preferenceForFirst: preference === 0 ? 0.5 : 2 - preference,
      rawLabel: String(preference),
      labelShare: null,
      score: null,
      explanation: completion.text.trim(),
    };
  },
  split: (whole, { patterns }) => {
    const text = beginningOf(whole);
    const labels = matchLabels(text, patterns);
    return Array.isArray(labels) ? labels.map(({ from, to }) => text.slice(from, to)) : [];
  },
};

const beginningOf = (text: string) => Buffer.from(text, "utf8").subarray(0, regexReplyBytes).toString("utf8");

interface FoundLabel {
  /** Its pattern's number, and the part of the reply from the label before it to its own end. */
  readonly label: number;
  readonly from: number;
  readonly to: number;
}

/** Null when the patterns took too long, `empty` when one of them matches nothing at all. */
function matchLabels(
  text: string,
  patterns: z.infer<typeof options>["patterns"],
): readonly FoundLabel[] | "empty" | null {
  const input = JSON.stringify({ text, patterns });
  try {
    const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
    new Script(`var input = JSON.parse(${JSON.stringify(input)})`).runInContext(context);
    return JSON.parse(program.runInContext(context, { timeout: regexTimeoutMs }));
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return null;
    throw error;
  }
}
