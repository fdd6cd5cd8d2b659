// What scoring costs, in whole processes: `score` (the command), and of it `read` (read, unpack, parse, check, measure,
// hash), beside `floor`, which only reads, unpacks and JSON.parses the same files; and how time and memory of scoring grow
// with the rows of one JSONL file. Run it with `npm run bench -- score`.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

const rounds = 5;
const [job, ...paths] = process.argv.slice(2);

if (job === undefined) await compare();
else await runJob();

/** In a child: does one job and reports what the process cost. */
async function runJob() {
  if (job === "floor") {
    for (const path of paths) {
      const bytes = readFileSync(path);
      JSON.parse((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString());
    }
  }
  if (job === "read") {
    const { readObservations } = await import("../dist/pipeline/observations/read-observations.js");
    const models = await readObservations(paths);
    if (!models.every(({ rows }) => rows.length > 0)) throw new Error("nothing was read");
  }
  if (job === "score") {
    const { runCommandLine } = await import("../dist/cli/run-command-line.js");
    const write = process.stdout.write;
    process.stdout.write = () => true;
    await runCommandLine(["node", "lceval", "score", ...paths, "--quiet"]);
    process.stdout.write = write;
    if (process.exitCode) throw new Error("nothing was scored");
  }
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const wallMs = performance.now();
  console.log(JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, wallMs, rssMb: maxRSS / 1024 }));
}

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), "lceval-bench-"));
  try {
    const files = annotationFiles(folder);
    report(`${files.length} files`, files);
    report("one file", files.slice(0, 1));
    for (const rows of [250_000, 1_000_000]) {
      const path = join(folder, `${rows}.jsonl`);
      writeJsonLines(path, rows);
      const { cpuMs, wallMs, rssMb } = measure("score", [path]);
      console.log(
        `score of a JSONL of ${rows} rows: CPU ${cpuMs.toFixed(0)} ms, wall ${wallMs.toFixed(0)} ms, memory ${rssMb.toFixed(0)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The jobs in turns, so that a busy machine slows both; medians. */
function report(name, files) {
  const runs = { nothing: [], floor: [], read: [], score: [] };
  for (let round = 0; round < rounds; round++) for (const job in runs) runs[job].push(measure(job, files));
  const median = (job, key) => runs[job].map((run) => run[key]).sort((a, b) => a - b)[rounds >> 1];
  for (const job of ["read", "score"]) {
    const ratio = median(job, "cpuMs") / median("floor", "cpuMs");
    const above = median(job, "cpuMs") - median("floor", "cpuMs");
    console.log(`${name}: CPU of ${job} ${ratio.toFixed(2)} × the floor, ${above.toFixed(0)} ms above it`);
  }
  for (const job in runs) {
    const [cpu, wall, rss] = ["cpuMs", "wallMs", "rssMb"].map((key) => median(job, key).toFixed(0));
    console.log(`  ${job.padEnd(8)} CPU ${cpu} ms, wall ${wall} ms, memory ${rss} MB`);
  }
}

function measure(job, files) {
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), job, ...files], {
    encoding: "utf8",
  });
  return JSON.parse(output);
}

/** The published files where they lie beside the project, else as many made-up ones of the same size. */
function annotationFiles(folder) {
  const shared = fileURLToPath(new URL("../../shared/alpacaeval2/annotations/", import.meta.url));
  if (existsSync(shared)) return readdirSync(shared).map((name) => join(shared, name));
  return Array.from({ length: 29 }, (_, file) => {
    const path = join(folder, `${file}.json.gz`);
    const rows = Array.from({ length: 805 }, (_, i) => makeRow(i, `model-${file}`, 1200));
    writeFileSync(path, gzipSync(JSON.stringify(rows)));
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
}
