// What `annotate` costs where there are many pairs: CPU and memory of a run of the offline judge, and of the same command once
// more, which finds everything done, beside a floor that only splits and JSON.parses the same files.
//
//   npm run bench -- annotate [--pairs 200000] [--shuffle] [--asked 64]
//
// With --asked N a server of 20 ms is asked in place of the offline judge, N requests at once.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const own = fileURLToPath(import.meta.url);
const echoJudge = fileURLToPath(new URL("servers/echo-judge.mjs", import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string", default: "200000" },
    shuffle: { type: "boolean", default: false },
    asked: { type: "string" },
  },
});
const [job, ...paths] = positionals;
if (job === undefined) await compare(Number(options.pairs));
else await runJob();

/** In a child: does one job and reports what the process cost. */
async function runJob() {
  if (job === "floor") for (const path of paths) parseLines(path);
  else {
    const [model, baseline, output] = paths;
    const { runCommandLine } = await import("../dist/cli/run-command-line.js");
    const judge = options.asked
      ? ["--judge", "weighted", "--concurrency", options.asked, "--store", `${output}.store`]
      : ["--judge", "offline"];
    const args = ["annotate", model, "--baseline", baseline, ...judge, "-o", output, "--quiet"];
    await runCommandLine(["node", "lceval", ...args]);
    if (process.exitCode) throw new Error(`annotate ended with ${process.exitCode}`);
  }
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, rss: maxRSS / 1024 }));
}

/** The floor: a megabyte at a time, each line parsed and forgotten. */
function parseLines(path) {
  const file = openSync(path);
  const piece = Buffer.alloc(2 ** 20);
  let rest = Buffer.alloc(0);
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
    const bytes = Buffer.concat([rest, piece.subarray(0, read)]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      JSON.parse(bytes.toString("latin1", start, end));
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
  }
  closeSync(file);
}

async function compare(pairs) {
  const folder = mkdtempSync(join(tmpdir(), "lceval-bench-"));
  const server = options.asked ? spawn(process.execPath, [echoJudge, "20"]) : null;
  try {
    if (server)
      process.env.OPENAI_BASE_URL = await new Promise((resolve) =>
        server.stdout.once("data", (line) => resolve(String(line).trim())),
      );
    const [model, baseline, output] = ["model", "baseline", "judged"].map((name) =>
      join(folder, `${name}.jsonl`),
    );
    writeOutputs(model, pairs, 1, options.shuffle);
    writeOutputs(baseline, pairs, 2, false);
    const rows = [
      ["first run", "annotate", [model, baseline]],
      ["same again", "annotate", [model, baseline, output]],
    ];
    const hash = createHash("sha256").update(readFileSync(own)).digest("hex").slice(0, 12);
    console.log(
      `annotate, ${pairs} pairs of 2 kB, ${server ? `${options.asked} requests at once` : "offline judge"} (bench ${hash})`,
    );
    for (const [name, command, floorFiles] of rows) {
      const ours = measure(command, [model, baseline, output]);
      const floor = measure("floor", floorFiles);
      console.log(
        `${name}: CPU ${ours.cpu.toFixed(1)} s, ${(ours.cpu / floor.cpu).toFixed(1)} × the floor of ${floor.cpu.toFixed(1)} s; memory ${ours.rss.toFixed(0)} MB`,
      );
    }
  } finally {
    server?.kill();
    rmSync(folder, { recursive: true });
  }
}

function measure(command, files) {
  const asked = options.asked ? ["--asked", options.asked] : [];
  const output = execFileSync(process.execPath, [own, command, ...files, ...asked], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output.trim().split("\n").at(-1));
}

function writeOutputs(path, pairs, salt, isShuffled) {
  const file = openSync(path, "w");
  const words =
    "the of and to in is that for it as was with be by on not he his but at are this have from or had".split(
      " ",
    );
  const text = (seed, chars) => {
    let [state, out] = [seed, ""];
    while (out.length < chars) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      out += `${words[state % words.length]} `;
    }
    return out;
  };
  for (let i = 0; i < pairs; i++) {
    // 7919 is prime to any number of pairs that it does not divide
    const item = isShuffled ? (i * 7919) % pairs : i;
    const row = {
      instruction: `${item}: ${text(item, 200)}`,
      output: text(item + salt, 800),
      generator: `m${salt}`,
    };
    writeSync(file, `${JSON.stringify(row)}\n`);
  }
  closeSync(file);
}
