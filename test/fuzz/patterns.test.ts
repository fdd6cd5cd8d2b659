// Every regular expression that a text of a model or a judge meets takes steps that grow with the text, not with its
// square. The expressions are caught where they are used, so that a new one is tested without being listed.
import { describe, expect, it } from "vitest";
import { quoteForeignMessage } from "../../src/endpoint/client/redact.js";
import { createFindSigns } from "../../src/judge/outputs/text-signs.js";
import { protocols } from "../../src/judge/protocols/index.js";
import { countMarkdown, markdownElements } from "../../src/length-control/covariates/markdown-elements.js";
import { markdown } from "../../src/report/formats/markdown.js";
import { exampleReply } from "../judge/example-pair.js";
import { createStepCounter } from "./count-steps.js";

const texts = [
  "plain words",
  "# A\n\n- **b** [c](d)\n1. e\n\n> `f` | g |\n|---|---|\n\n    h\n```\ni\n```\n",
  '<think>x</think>\n{"verdict": "A", "n": [1]}\n[[A]] &#91; \\u005b Ⓐ\nVerdict: [[B]].\n(A)\n"A"',
  "<|channel|>final<|message|>[[A]]<|end|>",
];

/** The expressions that are used while something is done. */
async function catchPatterns(work: () => unknown): Promise<RegExp[]> {
  const caught = new Map<string, RegExp>();
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function (this: RegExp, text: string) {
    caught.set(String(this), this);
    return exec.call(this, text);
  };
  try {
    await work();
  } finally {
    RegExp.prototype.exec = exec;
  }
  return [...caught.values()];
}

async function readEverything(): Promise<void> {
  const findSigns = createFindSigns(["A", "B", "tie"]);
  for (const text of texts) {
    findSigns(text);
    for (const element of markdownElements) countMarkdown(text, element);
    quoteForeignMessage(text);
    await markdown({ sections: [], warnings: [text], records: [] } as never, { color: false });
    for (const { name, options, read } of protocols.values())
      read(exampleReply(text), {
        options: options.parse(name === "label" ? { values: { A: 1, B: 0 } } : {}) as never,
        labels: { first: "A", second: "B", tie: "tie" },
        shownTexts: [text],
      });
  }
}

/** Uniform in [0, 1), the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const shortChars = 300;

/** How the steps grow on the worst of many texts of doubled length: 2 is linear, 4 quadratic. */
function worstGrowth(pattern: RegExp): { growth: number; pump: string } {
  const { count, sample } = createStepCounter(pattern);
  const random = seeded(7);
  const samples = Array.from({ length: 12 }, () => sample(random)).filter((text) => text !== "");
  const pumps = new Set(
    samples.flatMap((text) => [...text, text, ...[1, 2, 3, 5, 8].map((chars) => text.slice(0, chars))]),
  );
  for (const character of [" ", "\n", "a", "1", "<", "["]) pumps.add(character);
  let worst = { growth: 0, pump: "" };
  const heads = samples
    .slice(0, 3)
    .flatMap((text) => [1, 2, 3, 4, 6, 9].map((chars) => text.slice(0, chars)));
  for (const pump of pumps) {
    // what stands in front matters to the repetition of one character: `[[A` before many blanks
    for (const head of pump.length === 1 ? new Set(["", ...heads]) : [""]) {
      const textOf = (chars: number) =>
        `${head}${pump.repeat(Math.ceil(chars / pump.length)).slice(0, chars)}\u0001`;
      const growth = count(textOf(2 * shortChars)) / Math.max(count(textOf(shortChars)), 4 * shortChars);
      if (growth > worst.growth) worst = { growth, pump };
    }
  }
  return worst;
}

describe("the counter of steps", () => {
  it.each([
    [/a+$/, true],
    [/^<<<(?:end )?(?:answer|\w+)[^\n<>]*>>>\s*$/m, true],
    [/\[\[\s*A\s*(?:[<>]\s*B)?\s*\]\]/, true],
    [/<(a|b)>[\s\S]*?<\/\1>/, true],
    [/(?:^|[\n>])[ \t>]*[-*+]/, true],
    [/\[\[[^[\]\n]*\]\]/, false],
    [/<<<[^\n<>]{1,200}>>>/, false],
  ])("%s is super-linear: %s", (pattern, isSuperLinear) => {
    expect(worstGrowth(pattern).growth > 3).toBe(isSuperLinear);
  });
});

describe("expressions that read texts", () => {
  it("take steps that grow with the text", async () => {
    const patterns = await catchPatterns(readEverything);
    expect(patterns.length).toBeGreaterThan(30);
    const superLinear = patterns
      .map((pattern) => ({ pattern: String(pattern), ...worstGrowth(pattern) }))
      .filter(({ growth }) => growth > 3);
    expect(superLinear).toEqual([]);
  });

  it("survive ten thousand nested marks of Markdown", () => {
    for (const mark of ["- ", "> - ", "*a **b "])
      for (const element of ["listItem", "strong"] as const)
        expect(countMarkdown(`${mark.repeat(10_000)}a`, element)).toBeLessThan(500);
  });
});
