// Makes a fresh clone ready to run: installs the locked dependencies when they are missing or older than
// package-lock.json, and compiles src/ into dist/ when any source is newer. Needs only Node and npm.
//   node .ci/bootstrap.mjs [--force]     --force compiles even when dist/ looks fresh
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...parts) => join(root, ...parts);
const modifiedMs = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function run(command, args) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) {
    console.error(
      `lceval: \`${[command, ...args].join(" ")}\` failed${done.error ? `: ${done.error.message}` : ""}`,
    );
    process.exit(done.status ?? 1);
  }
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`lceval needs Node 20.19 or newer; this is ${process.version}`);
  process.exit(1);
}

if (modifiedMs(at("node_modules", ".package-lock.json")) < modifiedMs(at("package-lock.json"))) {
  console.error("lceval: installing dependencies (npm ci) …");
  run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
}

const newestSource = Math.max(
  modifiedMs(at("tsconfig.json")),
  ...readdirSync(at("src"), { recursive: true }).map((file) => modifiedMs(at("src", file))),
);
const stamp = at("dist", ".tsbuildinfo");
if (process.argv.includes("--force") || modifiedMs(stamp) < newestSource) {
  console.error("lceval: compiling …");
  rmSync(at("dist"), { recursive: true, force: true });
  run(process.execPath, [
    at("node_modules", "typescript", "bin", "tsc"),
    "-p",
    root,
    "--incremental",
    "--tsBuildInfoFile",
    stamp,
  ]);
  run(process.execPath, [at(".ci", "bundle.mjs")]);
}
// npx makes a command of it once, and not again when it is compiled anew
chmodSync(at("dist", "cli", "bin.js"), 0o755);

// npx looks here first; tried before anything was compiled, it keeps for good that there is no such command
const command = at("node_modules", ".bin", "lceval");
if (process.platform !== "win32" && !existsSync(command)) {
  rmSync(command, { force: true });
  symlinkSync(join("..", "..", "dist", "cli", "bin.js"), command);
}
