// Figures and outputs that the documents show are those that lceval gives.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { score, toScoreRecord } from "../../src/pipeline/index.js";
import { runLceval } from "../cli/lceval.js";
import { describeWithShared, shared } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const root = new URL("../../", import.meta.url).pathname;
const readme = readFileSync(`${root}README.md`, "utf8");

describeWithShared("the run at the head of the README", () => {
  it("prints what the README shows, and the published rate", async () => {
    const [, block] = /^```\n\$ npx lceval score claude-2\.1\.json\n([\s\S]*?)^```$/m.exec(readme)!;
    const folder = temporaryFolder();
    const packed = readFileSync(shared("alpacaeval2/annotations/claude-2.1.json.gz")!);
    writeFileSync(join(folder, "claude-2.1.json"), gunzipSync(packed));
    const { stdout } = await runLceval(["score", "claude-2.1.json"], { cwd: folder });
    expect(stdout.trimEnd()).toBe(block!.trimEnd());
    const published = readFileSync(shared("alpacaeval2/published.csv")!, "utf8");
    const rate = Number(/^claude-2\.1,.*$/m.exec(published)![0].match(/25\.25\d*/)![0]);
    expect(rate.toFixed(2)).toBe("25.25");
  });
});

it("the picture and the sentence about length are of the example as it is", async () => {
  const script = `${root}docs/pictures/length-control.mjs`;
  const { drawPicture, judgeExample } = await import(script);
  const drawn: string = drawPicture(await judgeExample());
  expect(drawn).toBe(readFileSync(`${root}docs/pictures/length-control.svg`, "utf8"));

  const folder = temporaryFolder();
  const demo = await runLceval(["demo", "--quiet"], { cwd: folder });
  expect(demo.code).toBe(0);
  const judged = join(folder, "lceval-demo", "annotations.jsonl");
  const scores = await score({ annotations: [judged] });
  const formats = readFileSync(`${root}docs/file-formats.md`, "utf8");
  const [line] = readFileSync(judged, "utf8").split("\n");
  const manifest = JSON.parse(readFileSync(judged.replace(/jsonl$/, "manifest.json"), "utf8"));
  const known = [JSON.parse(line!), manifest, manifest.parts[0], toScoreRecord(scores[0]!)];
  const keys = ["reliability", ...known.flatMap((value) => Object.keys(value))];
  expect(
    keys.filter((key) => !new RegExp(`[\`{ "]${key}[\`,:"}]`).test(formats)),
    "keys that no table of docs/file-formats.md has",
  ).toEqual([]);
  const rates = new Map(scores.map(({ generator, ...rest }) => [generator, rest]));
  const raw = (name: string) => (100 * rates.get(name)!.winRate.rate).toFixed(0);
  const controlled = (name: string) => (100 * rates.get(name)!.lengthControlled!.rate).toFixed(1);
  const [plain, padded] = ["example-model", "example-model-padded"];
  const text = readme.replace(/\s+/g, " ");
  expect(text).toContain(`${raw(padded)} % instead of ${raw(plain)} %`);
  expect(text).toContain(`the two are ${controlled(padded)} % and ${controlled(plain)} %`);
});
