// The licences of everything that a user of the package installs, counted; exit 1 where one is not known or not permissive.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => JSON.parse(readFileSync(`${root}/${path}`, "utf8"));
const permissive = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unlicense",
]);
/** One of alternatives is enough, of what holds together all are needed. */
const isPermissive = (licence) =>
  licence
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((each) => permissive.has(each)));

const counts = new Map();
const refused = [];
for (const [path, { dev, devOptional }] of Object.entries(read("package-lock.json").packages)) {
  if (path === "" || dev || devOptional) continue;
  const { name, license } = read(`${path}/package.json`);
  const licence = typeof license === "string" ? license : "unknown";
  counts.set(licence, (counts.get(licence) ?? 0) + 1);
  if (!isPermissive(licence)) refused.push(`${name} (${licence})`);
}
console.log(
  `licences of dependencies: ${[...counts].map(([licence, count]) => `${count} ${licence}`).join(", ")}`,
);
if (refused.length > 0) {
  console.error(`licences that are not known, or not permissive: ${refused.join(", ")}`);
  process.exit(1);
}
