// The long form of what the tests hold in short: a run that is killed again and again, and a journal that is cut anywhere.
//
//   node bench/crashes.mjs [--kills 60] [--cuts 300] [--pairs 300] [--seed 0]
//
//   killed  SIGKILL at drawn moments of `annotate --judge offline`; then a last run: every judgement once, verified
//   cut     the journal cut at drawn bytes: the next run mends it and gives the same verdicts
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pythonRandom } from "../dist/core/python-random.js";

const { values: options } = parseArgs({
  options: {
    kills: { type: "string", default: "60" },
    cuts: { type: "string", default: "300" },
    pairs: { type: "string", default: "300" },
    seed: { type: "string", default: "0" },
  },
});
const [kills, cuts, pairs] = [options.kills, options.cuts, options.pairs].map(Number);
const { random } = pythonRandom(options.seed);
const bin = fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lceval-crashes-"));
const at = (name) => join(folder, name);
const annotate = ["annotate", "model.jsonl", "--baseline", "base.jsonl", "--judge", "offline", "--quiet"];
const run = (...args) => spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8" });

function writeOutputs(generator, answer) {
  const rows = Array.from({ length: pairs }, (_, i) => ({
    instruction: `Question ${i}?`,
    output: answer(i),
    generator,
  }));
  writeFileSync(at(`${generator}.jsonl`), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

/** A torn line stays in the journal, and is skipped by all that read it. */
function parseWhole(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

const verdictsOf = (file) =>
  readFileSync(at(file), "utf8")
    .trimEnd()
    .split("\n")
    .flatMap(parseWhole)
    .map(({ instruction, preference }) => `${instruction} ${preference}`)
    .sort()
    .join("\n");

function check(what, finished, file, expected) {
  if (finished.status !== 0) throw new Error(`${what}: exit ${finished.status}: ${finished.stderr}`);
  if (verdictsOf(file) !== expected)
    throw new Error(`${what}: other verdicts than those of a run to its end`);
}

try {
  writeOutputs("base", (i) => `An answer ${"word ".repeat(i % 7)}to ${i}.`);
  writeOutputs("model", (i) => `Another one ${"word ".repeat((3 * i) % 11)}to ${i}.`);
  run(...annotate, "-o", "whole.jsonl");
  const expected = verdictsOf("whole.jsonl");

  for (let kill = 0; kill < kills; kill++) {
    if (existsSync(at("killed.jsonl")) && random() < 0.3) rmSync(at("killed.jsonl"));
    const child = spawn(process.execPath, [bin, ...annotate, "-o", "killed.jsonl"], { cwd: folder });
    const timer = setTimeout(() => child.kill("SIGKILL"), 200 + 800 * random());
    await new Promise((resolve) => child.once("close", resolve));
    clearTimeout(timer);
  }
  check("killed", run(...annotate, "-o", "killed.jsonl"), "killed.jsonl", expected);
  const verified = run("verify", "killed.jsonl");
  if (verified.status !== 0) throw new Error(`killed: ${verified.stdout}`);
  console.log(`${kills} kills: ${pairs} judgements, each once, verified`);

  const whole = readFileSync(at("whole.jsonl"));
  for (let cut = 0; cut < cuts; cut++) {
    const kept = Math.floor(random() * whole.length);
    writeFileSync(at("cut.jsonl"), whole.subarray(0, kept));
    check(`cut after ${kept} bytes`, run(...annotate, "-o", "cut.jsonl"), "cut.jsonl", expected);
  }
  console.log(`${cuts} cuts: mended, with the same verdicts`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
