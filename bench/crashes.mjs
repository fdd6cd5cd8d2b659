// The long form of what the tests hold in short: a run that is killed again and again, and a journal that is cut anywhere.
//
//   node bench/crashes.mjs [--kills 60] [--cuts 300] [--batches 40] [--pairs 300] [--seed 0]
//
//   killed  SIGKILL at drawn moments of `annotate --judge offline`; then a last run: every judgement once, verified
//   cut     the journal cut at drawn bytes: the next run mends it and gives the same verdicts
//   batch   `annotate --batch` killed at drawn requests, before they reach the server or after, up to three times in a row:
//           then a last run: one batch, each question answered once, every judgement once, verified
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pythonRandom } from "../dist/core/python-random.js";
import { startBatchServer } from "./servers/batch-judge.mjs";

const { values: options } = parseArgs({
  options: {
    kills: { type: "string", default: "60" },
    cuts: { type: "string", default: "300" },
    batches: { type: "string", default: "40" },
    pairs: { type: "string", default: "300" },
    seed: { type: "string", default: "0" },
  },
});
const [kills, cuts, batches, pairs] = [options.kills, options.cuts, options.batches, options.pairs].map(
  Number,
);
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

/** In a process that this one can serve meanwhile. */
async function runBeside(args, env) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: { ...process.env, ...env } });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (piece) => {
    stderr += piece;
  });
  const ended = new Promise((resolve) => child.once("close", (status) => resolve({ status, stderr })));
  return { child, ended };
}

/** How a server answers: a completion that prefers the answer shown first. */
const answer = ({ model }) => ({
  status: 200,
  body: {
    model,
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "[[A]]" } }],
    usage: { prompt_tokens: 100, completion_tokens: 4 },
  },
});

async function killBatch(number) {
  const [output, store] = [`batch-${number}.jsonl`, `store-${number}`];
  let victim = null;
  let left = 0;
  const when = () => (random() < 0.5 ? "before" : "after");
  const server = await startBatchServer({
    answer,
    async fault() {
      if (victim === null || left-- > 0) return undefined;
      const { child, ended } = victim;
      victim = null;
      child.kill("SIGKILL");
      await ended;
      return when();
    },
  });
  const env = { OPENAI_API_KEY: "sk-a-key-of-nobody", OPENAI_BASE_URL: server.baseUrl };
  const args = ["annotate", "model.jsonl", "--baseline", "base.jsonl", "--judge", "verdict", "--quiet"];
  const start = () => runBeside([...args, "--batch", "--store", store, "-o", output], env);
  for (let round = 0; round < 3 && (round === 0 || random() < 0.5); round++) {
    left = Math.floor(8 * random());
    victim = await start();
    await victim?.ended;
    victim = null;
  }
  const last = await (await start()).ended;
  const [asked, begun] = [[...server.asked.values()], server.batches.size];
  server.close();
  if (last.status !== 0) throw new Error(`batch ${number}: exit ${last.status}: ${last.stderr}`);
  const lines = readFileSync(at(output), "utf8").trimEnd().split("\n").flatMap(parseWhole);
  const judged = lines.filter(({ status }) => status === "judged").length;
  if (begun !== 1 || judged !== 2 * pairs || asked.length !== 2 * pairs || asked.some((times) => times !== 1))
    throw new Error(`batch ${number}: ${begun} batches, ${judged} judged, asked ${Math.max(...asked)} times`);
  const verified = run("verify", output);
  if (verified.status !== 0) throw new Error(`batch ${number}: ${verified.stdout}`);
}

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

  for (let number = 0; number < batches; number++) await killBatch(number);
  console.log(`${batches} batches killed up to three times: each question asked once, verified`);

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
