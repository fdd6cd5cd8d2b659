// What commands over judgements cost, in whole processes, beside a floor that only reads and parses the same files
// (bench/floor/read-and-parse.mjs, whose hash is stated): CPU, ratio, wall time, memory. Prints one table and adds its rows
// to bench/history.md. What is measured at two sizes says how much more CPU the larger one took.
//
//   npm run bench -- score                    all of it
//   npm run bench -- score --only 29,report   the rows whose name holds one of these; --rounds 3
//   npm run bench -- score --no-history
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

const own = fileURLToPath(import.meta.url);
const floorScript = fileURLToPath(new URL("floor/read-and-parse.mjs", import.meta.url));
const history = new URL("history.md", import.meta.url);

if (process.argv[2] === "command") await runCommand(process.argv.slice(3));
else compareAll();

/** In a child: runs a command line, and reports what the process cost. */
async function runCommand(words) {
  const { runCommandLine } = await import("../dist/cli/run-command-line.js");
  const write = process.stdout.write;
  process.stdout.write = () => true;
  await runCommandLine(["node", "lceval", ...words]);
  process.stdout.write = write;
  if (process.exitCode) throw new Error(`${words[0]} ended with ${process.exitCode}`);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(
    JSON.stringify({
      cpuMs: (userCPUTime + systemCPUTime) / 1000,
      wallMs: performance.now(),
      rssMb: maxRSS / 1024,
    }),
  );
}

function compareAll() {
  const { values: options } = parseArgs({
    options: {
      only: { type: "string", default: "" },
      rounds: { type: "string", default: "3" },
      "no-history": { type: "boolean", default: false },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), "lceval-bench-"));
  try {
    const wanted = options.only.split(",");
    const rows = jobsIn(folder).filter(({ name }) => wanted.some((part) => name.includes(part)));
    const table = rows.map(({ name, files, words, least = 0 }) => {
      const paths = files();
      const rounds = Math.max(1, Number(options.rounds) - least);
      const measured = compare(paths, words(paths), rounds);
      return [name, ...measured];
    });
    const head = ["what", "CPU ms", "floor ms", "ratio", "above ms", "wall ms", "MB"];
    const hash = createHash("sha256").update(readFileSync(floorScript)).digest("hex").slice(0, 12);
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    const about = `${new Date().toISOString().slice(0, 10)}, lceval ${version}, node ${process.version}, floor ${hash}`;
    const text = [
      ...[head, head.map(() => "---"), ...table].map((cells) => `| ${cells.join(" | ")} |`),
      ...growth(rows, table),
    ].join("\n");
    console.log(`${about}\n\n${text}`);
    if (!options["no-history"]) appendFileSync(history, `\n## ${about}\n\n${text}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of what was measured at two sizes: how many times the CPU for how many times the models. */
function growth(jobs, table) {
  return jobs.flatMap(({ name, size }, at) => {
    const smaller = jobs.findIndex((job) => job.size < size && job.name.split(",")[0] === name.split(",")[0]);
    if (smaller < 0) return [];
    const [cpu, models] = [table[at][1] / table[smaller][1], size / jobs[smaller].size];
    return [`\n${name}: ${cpu.toFixed(2)} × the CPU for ${models.toFixed(2)} × the models`];
  });
}

/** Each with its files, made when it is its turn, and the words of its command. `least`: rounds fewer than asked for. */
function jobsIn(folder) {
  const real = (count) => () => annotationFiles(folder).slice(0, count);
  const lines = (rows) => () => [writeJsonLines(join(folder, `${rows}.jsonl`), rows)];
  const models = (count) => () =>
    Array.from({ length: count }, (_, m) => writeModel(join(folder, `m${m}.json`), m));
  const quietly =
    (...words) =>
    (files) => [...words, ...files, "--quiet"];
  const results = (files) => {
    const path = join(folder, `results-${files.length}.json`);
    if (!existsSync(path))
      execFileSync(process.execPath, [own, "command", "score", ...files, "-o", path, "--quiet"]);
    return path;
  };
  return [
    { name: "score, one file", files: real(1), words: quietly("score") },
    { name: "score, 29 files", files: real(29), words: quietly("score") },
    { name: "score, 250k rows of JSONL", files: lines(250_000), words: quietly("score"), least: 1 },
    { name: "score, 1M rows of JSONL", files: lines(1_000_000), words: quietly("score"), least: 2 },
    {
      name: "score, one file, 2000 bootstrap samples",
      files: real(1),
      words: quietly("score", "--interval", "bootstrap", "--bootstrap-samples", "2000"),
    },
    ...[125, 250].map((size) => ({
      name: `leaderboard, ${size} models`,
      size,
      files: models(size),
      words: quietly("leaderboard"),
      least: 1,
    })),
    ...[15, 29].map((size) => ({
      name: `compare, results of ${size} models`,
      size,
      files: real(size),
      words: (files) => ["compare", results(files), "--quiet"],
    })),
    {
      name: "calibrate, 29 models",
      files: real(29),
      words: (files) => ["calibrate", ...files, "-o", join(folder, "calibration.json")],
    },
    ...[10, 20].map((size) => ({
      name: `report, ${size} models`,
      size,
      files: real(size),
      words: (files) => ["report", ...files, "-o", join(folder, "page.html"), "--quiet"],
    })),
  ];
}

/** Both in turns, so that a busy machine slows both; medians. */
function compare(files, words, rounds) {
  const run = (args) =>
    JSON.parse(
      execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
        .trim()
        .split("\n")
        .at(-1),
    );
  const [ours, floor] = [[], []];
  for (let round = 0; round < rounds; round++) {
    floor.push(run([floorScript, ...files]));
    ours.push(run([own, "command", ...words]));
  }
  const median = (runs, key) => runs.map((one) => one[key]).sort((a, b) => a - b)[runs.length >> 1];
  const [cpu, least] = [median(ours, "cpuMs"), median(floor, "cpuMs")];
  const rest = [cpu - least, median(ours, "wallMs"), median(ours, "rssMb")].map((value) => value.toFixed(0));
  return [cpu.toFixed(0), least.toFixed(0), (cpu / least).toFixed(2), ...rest];
}

/** The published files where they lie beside the project, else as many made-up ones of the same size. */
function annotationFiles(folder) {
  const shared = fileURLToPath(new URL("../../shared/alpacaeval2/annotations/", import.meta.url));
  if (existsSync(shared)) return readdirSync(shared).map((name) => join(shared, name));
  return Array.from({ length: 29 }, (_, file) => {
    const path = join(folder, `${file}.json.gz`);
    const rows = Array.from({ length: 805 }, (_, i) => makeRow(i, `model-${file}`, 1200));
    if (!existsSync(path)) writeFileSync(path, gzipSync(JSON.stringify(rows)));
    return path;
  });
}

function makeRow(i, generator, chars) {
  const text = (salt) =>
    `${(i * 7919 + salt) % 1e6} lorem ipsum dolor sit amet `.repeat(Math.ceil(chars / 32));
  return {
    instruction: `question ${i}: ${text(1).slice(0, 80)}`,
    output_1: text(2),
    output_2: text(3).slice(0, (i * 31) % chars),
    generator_1: "baseline",
    generator_2: generator,
    annotator: "judge",
    preference: 1 + ((i * 37) % 1000) / 999,
  };
}

function writeJsonLines(path, rows) {
  writeFileSync(path, "");
  for (let start = 0; start < rows; start += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => JSON.stringify(makeRow(start + i, "model", 200)));
    writeFileSync(path, `${lines.join("\n")}\n`, { flag: "a" });
  }
  return path;
}

/** One of many models on 805 instructions, each a little better than the one before. */
function writeModel(path, m) {
  const rows = Array.from({ length: 805 }, (_, i) => {
    const row = makeRow(i, `model-${m}`, 200);
    return {
      ...row,
      output_2: `${row.output_2}${m} ${"word ".repeat((i * (m + 7)) % 23)}`,
      preference: 1 + Math.min(0.999, (((i * 37 + m * 11) % 1000) / 999) * (0.5 + m / 500)),
    };
  });
  writeFileSync(path, JSON.stringify(rows));
  return path;
}
