// Real data lies beside the project in ../shared on some machines. Tests that want it go through here, and say so
// when they cannot run; .ci/run fails if the data is there and they were skipped all the same.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, it } from "vitest";

const folder = new URL("../../shared/", import.meta.url).pathname;

export const hasShared = existsSync(folder);

/** The path of a file in ../shared, or null when it is not there. */
export const shared = (path: string): string | null =>
  existsSync(`${folder}${path}`) ? `${folder}${path}` : null;

/** A `describe` that needs ../shared; without it one test stands in, skipped, whose name says why. */
export function describeWithShared(name: string, define: () => void): void {
  if (hasShared) describe(name, define);
  else
    describe(name, () => {
      it("skipped: needs ../shared", (context) => context.skip("../shared is not here"));
    });
}

/** Paths of the files in a folder of ../shared, by name without `.json.gz`. */
export function sharedFiles(path: string): Map<string, string> {
  const names = readdirSync(`${folder}${path}`).sort();
  return new Map(names.map((name) => [name.replace(/\.json\.gz$/, ""), `${folder}${path}/${name}`]));
}

/** The parsed rows of a gzipped JSON array in ../shared. */
export function readSharedRows(path: string): Record<string, unknown>[] {
  return JSON.parse(gunzipSync(readFileSync(`${folder}${path}`)).toString("utf8"));
}

/** A published leaderboard (`alpacaeval2/published.csv`, …): cells as texts, by generator. */
export function readPublished(path: string): Map<string, Record<string, string>> {
  const rows: Record<string, string>[] = parse(readFileSync(`${folder}${path}`), { columns: true });
  return new Map(rows.map((row) => [row.generator!, row]));
}

/** A test vector of the recipe (`c-rate`, …). */
export const readVector = <T>(name: string): T =>
  JSON.parse(readFileSync(`${folder}design/vectors/${name}.json`, "utf8"));
