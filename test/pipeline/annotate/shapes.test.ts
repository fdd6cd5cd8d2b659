// Every shape that docs/file-formats.md says is read, with the options that it says: the same six pairs come out of each.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseItemColumns } from "../../../src/io/layouts/item-columns.js";
import {
  type AnnotateRequest,
  resolveAnnotateRequest,
} from "../../../src/pipeline/annotate/annotate-request.js";
import { readPairs } from "../../../src/pipeline/annotate/read-pairs.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { shapes } from "./shapes.js";

const folder = temporaryFolder();
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const docs = readFileSync(new URL("../../../docs/file-formats.md", import.meta.url), "utf8");
const table = docs.split("## Shapes of outputs")[1]!.split("\n## ")[0]!;
/** | name | what | options | */
const listed = [...table.matchAll(/^\| `([^`]+)` \|.*\| (—|`[^`]+`) \|$/gm)].map(
  ([, name, options]) => [name!, options === "—" ? "" : options!.replaceAll("`", "")] as const,
);

it("is a table of what is tested", () => {
  expect(listed.map(([name]) => name).sort()).toEqual(Object.keys(shapes).sort());
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  expect(readme).toContain("more than fifty shapes");
  expect(listed.length).toBeGreaterThan(50);
});

function requestOf(options: string): Partial<AnnotateRequest> {
  const [option, value] = options.split(" ") as [string, string];
  if (option === "") return {};
  if (option === "--output-columns")
    return { outputColumns: parseItemColumns(value), baselineColumns: parseItemColumns(value) };
  const names: Record<string, string> = {
    "--sample": "sample",
    "--id-column": "idColumn",
    "--layout": "layout",
  };
  return { [names[option]!]: value };
}

it.each(listed)("%s", async (name, options) => {
  const shape = await shapes[name]!;
  const model = await shape.file("m");
  const baseline = await shape.file("b");
  const questions = shape.questions
    ? [write(`q-${name}-${shape.questions.name}`, shape.questions.content)]
    : [];
  const { models } = await readPairs(
    resolveAnnotateRequest({
      ...requestOf(options),
      modelOutputs: [write(`m-${name}-${shape.name}`, model), ...questions],
      baseline: write(`b-${name}-${shape.name}`, baseline),
      judge: "verdict",
      output: "judged.jsonl",
    }),
  );
  const pairs = models.flatMap((each) => [...each.pairs]);
  expect(pairs.map(({ instruction }) => instruction.text)).toEqual(shape.texts);
  expect(pairs.map(({ model: { output } }) => output)).toEqual(shape.outputs("m"));
  expect(pairs.map((pair) => pair.baseline.output)).toEqual(shape.outputs("b"));
  // the turns of one question depend on one another: `--cluster conversation`
  const turned = pairs.filter(({ instruction }) => instruction.fields.turn !== undefined);
  expect(new Set(turned.map(({ instruction }) => instruction.fields.conversation)).size).toBe(
    turned.length / 2,
  );
});
