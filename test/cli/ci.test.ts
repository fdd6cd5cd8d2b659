// What `lceval score` writes for build servers, from the command line and from GitHub's environment.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sealLine } from "../../src/io/durable/line-checksum.js";
import { writeAnnotations } from "../annotation-files.js";
import { hostileTexts } from "../report/hostile-texts.js";
import { plainRows } from "../report/html/report-page.js";
import { temporaryFolder } from "../temporary-folder.js";
import { runLceval } from "./lceval.js";

/** Variables as a build server sets them, on top of none. */
const lceval = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runLceval(args, { env });

const annotations = writeAnnotations(plainRows(60));
const read = (path: string) => readFileSync(path, "utf8");

describe("lceval score in CI", () => {
  it("writes JUnit and a comment with the change since the last run, whatever the outcome", async () => {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    await lceval(["score", annotations, "-o", at("previous.json"), "--quiet", "--strength", "0.5"]);
    const requirements = ["win_rate>=1%", "win_rate>=99", "length_controlled_winrate>=50@95%"];
    const { code } = await lceval([
      ...["score", annotations, "--quiet", "--previous", at("previous.json"), "--comment", at("comment.md")],
      ...["--junit", at("gates.xml"), "--against", at("previous.json"), "--margin", "5"],
      ...requirements.flatMap((requirement) => ["--require", requirement]),
    ]);
    expect(code).toBe(10);
    expect(read(at("gates.xml"))).toContain('tests="4" failures="2"');
    const comment = read(at("comment.md"));
    expect(comment).toContain("### Requirements: 2 of 4 hold, 1 fails, 1 inconclusive");
    expect(comment).toMatch(
      /\| some-model \| .* \| [+−]?\d\.\d\d \\\[.*\\\] \| .* \| 0\.00 \\\[0\.00, 0\.00\\\] \| 60 \|/,
    );
  });

  it("appends to GitHub's step summary and writes at most ten annotations to standard error", async () => {
    const summary = join(temporaryFolder(), "summary.md");
    writeFileSync(summary, "what an earlier command said\n\n");
    const requirements = Array.from({ length: 12 }, (_, i) => ["--require", `win_rate>=${80 + i}`]).flat();
    const github = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
    const { code, stdout, stderr } = await lceval(["score", annotations, "--quiet", ...requirements], github);
    expect(code).toBe(10);
    expect(read(summary)).toMatch(
      /^what an earlier command said\n\n### Requirements: 0 of 12 hold, 12 fail\n/,
    );
    expect(stderr.match(/^::/gm)).toHaveLength(10);
    expect(stdout).not.toContain("::");
  });

  it("leaves GitHub alone with --no-github, and elsewhere", async () => {
    const summary = join(temporaryFolder(), "summary.md");
    const github = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
    const refused = ["score", annotations, "--quiet", "--require", "win_rate>=99"];
    const off = await lceval([...refused, "--no-github"], github);
    const elsewhere = await lceval(refused);
    expect(existsSync(summary)).toBe(false);
    expect([off.stderr, elsewhere.stderr].join()).not.toContain("::error");
  });

  it("shows hostile names as text on a terminal, in Markdown and in annotations", async () => {
    const summary = join(temporaryFolder(), "summary.md");
    for (const text of [hostileTexts.control!, hostileTexts.override!, hostileTexts.markdown!]) {
      const file = writeAnnotations(plainRows(20, `model ${text}`));
      const { stdout, stderr } = await lceval(["score", file, "--require", "win_rate>=99"], {
        GITHUB_ACTIONS: "true",
        GITHUB_STEP_SUMMARY: summary,
      });
      expect(stdout + stderr + read(summary)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u009b\u202e\u2066]/);
    }
  });
});

it.each([
  ...[
    "win_rate",
    "length_controlled_winrate",
    "standard_error",
    "n_total",
    "n_wins",
    "n_wins_base",
    "n_draws",
  ],
  ...["win_rate_interval.lower", "length_controlled_interval.upper"],
])("refuses a result whose %s its own rows contradict", async (rate) => {
  const path = join(temporaryFolder(), "release.json");
  await lceval(["score", annotations, "-o", path, "--quiet", "--strength", "0.5"]);
  const against = ["score", annotations, "--quiet", "--strength", "0.5", "--against", path, "--margin", "5"];
  expect(await lceval(against)).toMatchObject({ code: 0 });
  const result = JSON.parse(read(path));
  const [, of, figure] = /^(?:(.+)\.)?(.+)$/.exec(rate)!;
  const record = result.results[0];
  const forged = rate.startsWith("n_") ? 47 : 1.5;
  (of === undefined ? record : record[of])[figure!] = forged;
  writeFileSync(path, JSON.stringify(result));
  const { code, stderr } = await lceval(against);
  expect(code).toBe(3);
  expect(stderr).toMatch(
    new RegExp(`field "some-model\\.${rate.replace(".", "\\.")}": is ${forged}, and its own rows say \\d`),
  );
});

describe("lceval score on the file of a run that was killed", () => {
  it("lets no gate hold or fail, and counts what is not there for --max-unjudged", async () => {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    const example = (name: string) => new URL(`../../data/example/${name}.jsonl`, import.meta.url).pathname;
    const outputs = [example("model"), "--baseline", example("baseline"), "--store", "none"];
    await lceval(["annotate", ...outputs, "--judge", "offline", "-o", at("judged.jsonl"), "--quiet"]);
    const score = ["score", at("judged.jsonl"), "--quiet", "--strength", "1"];
    const gates = ["--against", at("whole.json"), "--margin", "50", "--require", "win_rate>=1%"];
    await lceval([...score, "-o", at("whole.json")]);
    expect(await lceval([...score, ...gates, "--require", "win_rate<=99"])).toMatchObject({ code: 0 });
    const lines = read(at("judged.jsonl")).split("\n");
    writeFileSync(
      at("judged.jsonl"),
      lines
        .slice(0, lines.length / 2)
        .join("\n")
        .concat("\n"),
    );
    const half = await lceval([...score, ...gates, "--require", "win_rate>=99", "--junit", at("gates.xml")]);
    expect(half).toMatchObject({ code: 11 });
    expect(half.stderr).toContain("pairs of the run are not in the file yet");
    expect(read(at("gates.xml"))).toContain('tests="3" failures="3"');
    expect(await lceval([...score, "--max-unjudged", "5"])).toMatchObject({ code: 5 });
    expect(await lceval([...score, "--max-unjudged", "60"])).toMatchObject({ code: 0 });
    const compare = ["compare", at("judged.jsonl"), at("whole.json"), "--margin", "50", "--quiet"];
    expect(await lceval(compare)).toMatchObject({ code: 11 });
    await lceval([...score, "-o", at("half.json")]);
    expect(await lceval(["compare", at("whole.json"), at("half.json"), "--margin", "50"])).toMatchObject({
      code: 11,
    });
    // the manifest is found through a link, and beside a packed copy
    symlinkSync(at("judged.jsonl"), at("link.jsonl"));
    mkdirSync(at("elsewhere"));
    symlinkSync(at("judged.jsonl"), at("elsewhere/link.jsonl"));
    writeFileSync(at("judged.jsonl.gz"), gzipSync(read(at("judged.jsonl"))));
    for (const name of ["link.jsonl", "elsewhere/link.jsonl", "judged.jsonl.gz"])
      expect({ name, ...(await lceval(["score", at(name), ...score.slice(2), ...gates])) }).toMatchObject({
        code: 11,
      });
    expect((await lceval(["convert", at("judged.jsonl"), "-o", at("half.csv")])).stderr).toContain(
      "! incomplete: ",
    );
    const manifest = JSON.parse(read(at("judged.manifest.json")));
    const [part] = manifest.parts;
    const fewer = part.models.map((model: object) => ({
      ...model,
      pairs: 30,
      tasks: 30,
      in_file_when_done: 30,
    }));
    const texts = [
      { ...manifest, parts: [] },
      { ...manifest, parts: [{ ...part, models: [] }], checksum: undefined },
      { ...manifest, parts: [{ ...part, models: undefined }], checksum: undefined },
      { ...manifest, parts: [{ ...part, models: fewer }] },
    ].map((damaged) => JSON.stringify(damaged));
    for (const text of [...texts, "", "{", "null", '{"parts":3}']) {
      writeFileSync(at("judged.manifest.json"), text);
      const damaged = await lceval([...score, ...gates]);
      expect(damaged).toMatchObject({ code: 11 });
      expect(damaged.stderr).toContain("judged.jsonl is damaged: whether all");
    }
    expect((await lceval(["verify", at("judged.jsonl")])).stdout).toContain("it is damaged, or was changed");
    const path = at("judged.manifest.json");
    for (const make of [
      () => mkdirSync(path),
      () => symlinkSync("nowhere", path),
      () => execFileSync("mkfifo", [path]),
    ]) {
      rmSync(path, { recursive: true });
      make();
      expect(await lceval([...score, ...gates])).toMatchObject({ code: 11 });
    }
    rmSync(path);
    expect((await lceval(score)).stderr).not.toContain("no-manifest");
    const without = await lceval(["score", at("judged.jsonl"), "--strength", "1", ...gates]);
    expect(without).toMatchObject({ code: 0 });
    expect(without.stderr).toContain("no manifest lies beside");
  });

  it("nor on a verdict that was written anew, with its checksum, beside the judge's reply", async () => {
    const { judged, score, whole, editLines } = await judgedExample();
    expect(await lceval([...score, "-o", whole])).toMatchObject({ code: 0 });
    editLines((line, at) => (at === 5 ? sealed({ ...line, preference: 3 - line.preference }) : line));
    const result = `${whole}.edited.json`;
    for (const [code, args] of [
      [11, score],
      [11, ["compare", judged, whole, "--margin", "50", "--strength", "1"]],
      [0, score.slice(0, 2)],
      [0, ["score", judged, "-o", result, "--strength", "1"]],
      [11, ["score", judged, "--against", result, "--margin", "50", "--strength", "1"]],
      [11, ["compare", whole, result, "--margin", "50"]],
    ] as const) {
      const { code: found, stderr } = await lceval(args);
      expect({ args, found }).toEqual({ args, found: code });
      if (code === 11) expect(stderr).toContain("1 of 58 replies read again give another verdict: line 6");
    }
  });

  it("nor on lines that are not as the run wrote them, with a manifest and without, packed, as an array and with columns that are called otherwise", async () => {
    const { judged, score, editLines } = await judgedExample();
    const original = readFileSync(judged, "utf8");
    const edits: [string, (line: Line, at: number) => object][] = [
      [
        "whose checksum is not",
        (line, at) => (at === 5 ? { ...line, preference: 3 - line.preference } : line),
      ],
      ["whose checksum is not", (line, at) => (at === 5 ? { ...line, raw_completion: null } : line)],
      ["1 line without the checksum", (line, at) => (at === 5 ? { ...line, checksum: undefined } : line)],
      [
        "2 of 58 replies read again",
        (line, at) => (at > 3 && at < 6 ? sealed({ ...line, preference: 3 - line.preference }) : line),
      ],
    ];
    editLines(({ checksum: _, ...line }) => line);
    expect(await lceval(score)).toMatchObject({ code: 11 });
    for (const hasManifest of [true, false]) {
      if (!hasManifest) rmSync(judged.replace(".jsonl", ".manifest.json"));
      for (const [message, edit] of edits) {
        writeFileSync(judged, original);
        expect(await lceval(score)).toMatchObject({ code: 0 });
        editLines(edit);
        const found = await lceval(score);
        expect({ message, ...found }).toMatchObject({ code: 11 });
        expect(found.stderr).toContain(message);
      }
    }
    const text = readFileSync(judged, "utf8");
    const array = judged.replace(".jsonl", ".json");
    writeFileSync(array, `[${text.trimEnd().replaceAll("\n", ",")}]`);
    const packed = `${array}l.gz`;
    writeFileSync(packed, gzipSync(text));
    for (const file of [array, packed])
      expect(await lceval(["score", file, ...score.slice(2)])).toMatchObject({ code: 11 });
    writeFileSync(judged, original);
    expect(await lceval([...score, "--columns", "cluster=order"])).toMatchObject({ code: 0 });
    // what another tool wrote has no checksums
    editLines(({ checksum: _, judge: __, raw_completion: ___, ...line }, at) => ({
      ...line,
      preference: (at % 2) + 1,
    }));
    expect(await lceval(score)).toMatchObject({ code: 0 });
  });

  it("and takes lines as left out by a rule only where there was one", async () => {
    const { score, editLines } = await judgedExample();
    editLines((line) =>
      line.preference < 1.5
        ? sealed({ ...line, preference: null, status: "unjudged", reason: "unasked", raw_completion: null })
        : line,
    );
    const { code, stderr } = await lceval([...score.slice(0, 2), "--require", "win_rate>=75%"]);
    expect(code).toBe(11);
    expect(stderr).toMatch(/over all that the \d+ missing verdicts could have been/);
  });
});

describe("lceval report", () => {
  it("writes a page to a file or to standard output, the same", async () => {
    const path = join(temporaryFolder(), "report.html");
    const toFile = await lceval(["report", annotations, "-o", path, "--title", "A <b>title</b>"]);
    const toOutput = await lceval(["report", annotations, "-o", "-", "--title", "A <b>title</b>"]);
    expect(toFile.code).toBe(0);
    expect(toFile.stderr).toMatch(/^wrote .*report\.html \(\d+ KiB\)\n$/);
    expect(toOutput.stdout).toBe(read(path));
    expect(toOutput.stdout).toContain("<h1>A &lt;b&gt;title&lt;/b&gt;</h1>");
  });

  it("ends with 2 without -o, 3 without a file", async () => {
    expect((await lceval(["report", annotations])).code).toBe(2);
    expect((await lceval(["report", "no-such-file.json", "-o", "x.html"])).code).toBe(3);
  });
});

type Line = Record<string, unknown> & { readonly preference: number };

const sealed = ({ checksum: _, ...line }: Record<string, unknown>): object =>
  JSON.parse(sealLine(JSON.stringify(line)));

/** The example, judged offline. */
async function judgedExample() {
  const folder = temporaryFolder();
  const judged = join(folder, "judged.jsonl");
  const example = (name: string) => new URL(`../../data/example/${name}.jsonl`, import.meta.url).pathname;
  const outputs = [example("model"), "--baseline", example("baseline"), "--store", "none"];
  await lceval(["annotate", ...outputs, "--judge", "offline", "-o", judged, "--quiet"]);
  const editLines = (edit: (line: Line, at: number) => object) => {
    const lines = read(judged).trimEnd().split("\n");
    writeFileSync(
      judged,
      `${lines.map((line, at) => JSON.stringify(edit(JSON.parse(line), at))).join("\n")}\n`,
    );
  };
  const score = ["score", judged, "--require", "win_rate>=1%", "--strength", "1"];
  return { judged, score, editLines, whole: join(folder, "whole.json") };
}
