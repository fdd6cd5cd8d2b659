import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { expect, it } from "vitest";
import { visibleText } from "../../src/core/visible-text.js";
import { score } from "../../src/pipeline/score/score.js";
import { markdown } from "../../src/report/formats/markdown.js";
import { reportToPullRequest } from "../../src/report/pull-request-report.js";
import { writeAnnotations } from "../annotation-files.js";
import { gateResults, hostileResults } from "./formats/gate-results.js";
import { plainRows } from "./html/report-page.js";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const parse = (text: string): Node =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const flatten = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(flatten)];
const textOf = (node: Node) =>
  flatten(node)
    .map(({ value = "" }) => value)
    .join("");

const scored = async () => score({ annotations: [writeAnnotations(plainRows(60))], strength: 1 });

it("tells a pull request what holds, the rates, and their change since the last run", async () => {
  const scores = await scored();
  const { generator } = scores[0]!;
  const changes = [{ generator, comparison: null, reason: "new since the last run" }];
  const text = await markdown(reportToPullRequest({ scores, results: gateResults, changes }), {
    color: false,
  });
  await expect(text).toMatchFileSnapshot("golden/pull-request.md");
});

it("shows hostile texts as text: one row each, no link, no HTML, no emphasis, no mention", async () => {
  const report = reportToPullRequest({ scores: await scored(), results: hostileResults, changes: null });
  const tree = parse(await markdown(report, { color: false }));
  const nodes = flatten(tree);
  const types = new Set(nodes.map(({ type }) => type));
  for (const type of ["link", "image", "html", "inlineCode", "emphasis", "delete", "code"])
    expect(types).not.toContain(type);
  const cells = nodes
    .filter(({ type }) => type === "tableRow")
    .slice(1, 1 + hostileResults.length)
    .map((row) => textOf(row.children![1]!).replaceAll("\u200b", ""));
  expect(cells).toEqual(hostileResults.map(({ generator }) => visibleText(generator).trim()));
});
