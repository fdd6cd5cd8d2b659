import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { covariateByName } from "../../../src/length-control/covariates/index.js";
import { countMarkdown, markdownElements } from "../../../src/length-control/covariates/markdown-elements.js";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";

describe("countMarkdown", () => {
  it.each([
    ["heading", "# A\n\ntext\n\nB\n---\n\n> ## C", 3],
    ["heading", "#no space, and `# code`\n\n    # indented code", 0],
    ["listItem", "- a\n- b\n  1. c\n  2. d\n\n> * e", 5],
    ["listItem", "-a\n1.b\n2024. is a number, 3 - 2 = 1", 0],
    ["strong", "**a** and __b__ but not *c*, 2**3 or `**d**`", 2],
    ["code", "```\na\n```\n\n~~~\nb\n~~~\n\n    c", 3],
    ["code", "a `span` is no block", 0],
    ["table", "| a | b |\n|---|---|\n| 1 | 2 |\n\na | b", 1],
  ] as const)("counts %s in %j", (element, text, count) => {
    expect(countMarkdown(text, element)).toBe(count);
  });

  it("never takes a text for plain that the parser finds something in", () => {
    const fragment = fc.constantFrom(
      ..."abc 12.)-*+_=#|`~>:\n\t\r".split(""),
      "\n\n",
      "**",
      "__",
      "    ",
      "```\n",
      "|-|",
      "1. ",
      "\n---\n",
    );
    const options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 14 }), (parts) => {
        const text = parts.join("");
        const counts: Record<string, number> = {};
        const open: { type: string; children?: unknown[] }[] = [fromMarkdown(text, options)];
        for (let node = open.pop(); node; node = open.pop()) {
          counts[node.type] = (counts[node.type] ?? 0) + 1;
          open.push(...((node.children ?? []) as typeof open));
        }
        for (const element of markdownElements)
          expect([element, text, countMarkdown(text, element)]).toEqual([
            element,
            text,
            counts[element] ?? 0,
          ]);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});

describe("other counts", () => {
  const count = async (name: string, text: string) =>
    (await covariateByName.get(name)!.loadTextStatistic!())(text);

  it("counts an emoji sequence once, and no digits", async () => {
    expect(await count("emoji", "a 😀 👩‍👩‍👧 🇩🇪 👍🏽 12 # ©")).toBe(4);
  });

  it("counts tokens, and the share of different ones", async () => {
    expect(await count("length_tokens", "hello hello hello")).toBe(3);
    expect(await count("unique_tokens", " hello hello hello hello")).toBe(0.25);
    expect(await count("length_tokens", "<|endoftext|>")).toBeGreaterThan(1);
  });
});

describe("position", () => {
  const position = covariateByName.get("position")!;
  const row = {
    instructionId: "a",
    cluster: "a",
    preference: 1,
    baselineLength: 1,
    modelLength: 1,
    identical: false,
  };
  it("is ½ where the model was first, −½ where second, and the mean of several orders", () => {
    const judgements = (["model-first", "baseline-first", "baseline-first"] as const).map((order) => ({
      order,
      preference: 1,
    }));
    const rows = [
      { ...row, order: "model-first" as const },
      { ...row, order: "baseline-first" as const },
      { ...row, order: null, judgements },
    ];
    expect([...position.values(ObservationColumns.of(rows), null)]).toEqual([0.5, -0.5, 1 / 3 - 0.5]);
  });
});
