// The command line's compiled modules → few files in dist/cli: Node takes longer to find and link 230 modules than to score a
// file. Nothing is minified, packages stay imports, and each module's path stands above its code. The library stays as compiled.
//   node .ci/bundle.mjs     (of .ci/bootstrap.mjs, once dist/ is compiled)
import { renameSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const cli = join(dist, "cli");
const into = join(dist, "bundled");

/** What belongs in one file, with all that it imports and no earlier part has; the rest is split by who imports it. */
const parts = {
  start: "cli/run-command-line",
  score: `cli/define-command cli/options/ci-options cli/options/output-options cli/run/check-outputs cli/run/print-gates
    cli/settings/settings pipeline/compare-request pipeline/options/config pipeline/options/warning-option
    pipeline/outputs/write-report pipeline/probe/find-probes pipeline/score/score report/formats/table
    report/gates/requirement report/score/score-report`,
  compare: "metrics/comparison/compare-models pipeline/models/load-scored-models",
  items: "io/layouts/expand-item io/layouts/open-items pipeline/options/item-options",
  ask: "pipeline/annotate/annotate",
};
const groups = Object.entries(parts).map(([name, roots], index) => {
  const ids = new Set(roots.split(/\s+/).map((root) => join(dist, ...`${root}.js`.split("/"))));
  return { name, test: (id) => ids.has(id), priority: 9 - index };
});

const bundle = await rolldown({
  input: join(cli, "bin.js"),
  platform: "node",
  external: (id) => !/^\.|^[/]|^[A-Z]:/i.test(id),
  checks: { ineffectiveDynamicImport: false },
  onLog: (level, { message }) => {
    if (level === "warn") throw new Error(message);
  },
});
rmSync(into, { recursive: true, force: true });
await bundle.write({
  dir: into,
  entryFileNames: "bin.js",
  // named after the module that is asked for; those of one name are told apart by their folders
  chunkFileNames: ({ name, facadeModuleId }) =>
    facadeModuleId ? `${relative(dist, facadeModuleId).slice(0, -3).replaceAll(sep, "-")}.js` : `${name}.js`,
  codeSplitting: { groups },
});
rmSync(cli, { recursive: true });
renameSync(into, cli);
