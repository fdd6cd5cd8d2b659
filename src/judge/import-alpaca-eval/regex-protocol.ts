// alpaca_eval's regex_parser: a label and a pattern each; again and again the earliest match is taken and reading
// goes on behind it. A reply that names exactly one label gives its verdict.
//
// Patterns and replies come from others, and a pattern can take exponential time: a reply is read up to 64 kB, in a
// vm context whose time limit ends a runaway match (a worker thread would do the same and make reading asynchronous).
import { createContext, Script } from "node:vm";
import { z } from "zod";
import type { Protocol } from "../protocols/protocol.js";
import { failed } from "../reading.js";

const regexReplyBytes = 65_536;
const regexTimeoutMs = 200;

const options = z.strictObject({
  /** In the order of the file: the label's value on the reference's scale (1, 2; 1.5 and 0 are ties) and its pattern. */
  patterns: z.array(z.strictObject({ preference: z.number(), source: z.string(), flags: z.string() })),
});

/** Runs inside the vm: regular expressions of its own realm, nothing else in reach. */
const program = new Script(`
  (() => {
    const patterns = input.patterns.map(({ source, flags }) => new RegExp(source, flags));
    const found = [];
    for (let text = input.text; ; ) {
      let earliest = null;
      let label = -1;
      patterns.forEach((pattern, i) => {
        const match = pattern.exec(text);
        if (match !== null && (earliest === null || match.index < earliest.index)) {
          earliest = match;
          label = i;
        }
      });
      if (earliest === null) return found.join();
      if (earliest[0] === "") return "empty";
      found.push(label);
      if (found.length > 1000) return found.join();
      text = text.slice(earliest.index + earliest[0].length);
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
    const text = Buffer.from(completion.text, "utf8").subarray(0, regexReplyBytes).toString("utf8");
    if (text === "") return failed("unparsable", "the reply is empty");
    const labels = matchLabels(text, patterns);
    if (labels === null) return failed("unparsable", `the patterns took longer than ${regexTimeoutMs} ms`);
    if (labels === "empty") return failed("unparsable", "a pattern matches nothing at all");
    const [found, ...more] = labels.split(",").filter(Boolean).map(Number);
    if (found === undefined) return failed("unparsable", "no pattern matches the reply");
    if (more.length > 0) return failed("unparsable", `${more.length + 1} matches where one was expected`);
    const { preference } = patterns[found]!;
    return {
      preferenceForFirst: preference === 0 ? 0.5 : 2 - preference,
      rawLabel: String(preference),
      labelShare: null,
      score: null,
      explanation: completion.text.trim(),
    };
  },
};

function matchLabels(text: string, patterns: z.infer<typeof options>["patterns"]): string | null {
  const input = JSON.stringify({ text, patterns });
  try {
    const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
    new Script(`var input = JSON.parse(${JSON.stringify(input)})`).runInContext(context);
    return String(program.runInContext(context, { timeout: regexTimeoutMs }));
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return null;
    throw error;
  }
}
