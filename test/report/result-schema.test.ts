// The JSON schema of results: it is what the reader of results checks, and what `score` writes is by it.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { documentedResults } from "../../src/io/wire/score-result/score-record.js";
import { score } from "../../src/pipeline/score/score.js";
import { reportScores } from "../../src/report/score/score-report.js";
import { writeAnnotations } from "../annotation-files.js";

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly minimum?: number;
  readonly maximum?: number;
}
const path = new URL("../../docs/lceval.result.schema.json", import.meta.url).pathname;
/** Read late: the first test may write it. */
const schema = () => JSON.parse(readFileSync(path, "utf8")) as Schema;
const typeOf = (value: unknown) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

/** What of a value is not by the schema; of the keywords of JSON Schema those that this schema is made of. */
function wrong(value: unknown, by: Schema, at = "result"): string[] {
  if (by.anyOf) {
    const found = by.anyOf.map((one) => wrong(value, one, at));
    return found.some((problems) => problems.length === 0) ? [] : found[0]!;
  }
  if ("const" in by) return value === by.const ? [] : [`${at}: is not ${by.const}`];
  if (by.enum) return by.enum.includes(value) ? [] : [`${at}: is none of ${by.enum.join(", ")}`];
  const type = typeOf(value);
  if (
    by.type &&
    ![by.type].flat().some((one) => one === type || (one === "integer" && Number.isInteger(value)))
  )
    return [`${at}: is ${type}`];
  if (
    type === "number" &&
    ((value as number) < (by.minimum ?? -Infinity) || (value as number) > (by.maximum ?? Infinity))
  )
    return [`${at}: is ${value}`];
  if (type === "array")
    return by.items ? (value as unknown[]).flatMap((one, i) => wrong(one, by.items!, `${at}[${i}]`)) : [];
  if (type !== "object") return [];
  const members = value as Record<string, unknown>;
  return [
    ...(by.required ?? []).filter((key) => !(key in members)).map((key) => `${at}.${key}: is missing`),
    ...Object.entries(members).flatMap(([key, member]) => {
      const further = typeof by.additionalProperties === "object" ? by.additionalProperties : null;
      const of = by.properties?.[key] ?? further;
      return of && member !== undefined ? wrong(member, of, `${at}.${key}`) : [];
    }),
  ];
}

async function write(
  rows: readonly Record<string, unknown>[],
  request = {},
): Promise<Record<string, unknown>> {
  const scores = await score({ annotations: [writeAnnotations(rows)], difficulty: "none", ...request });
  return JSON.parse(JSON.stringify(reportScores(scores, { withInfluence: true }).document));
}
const rows = Array.from({ length: 40 }, (_, i) => ({
  preference: i % 7 === 0 ? null : 1 + (i % 3) / 2,
  order: i % 2 ? "baseline-first" : "model-first",
  judge: { name: "some-judge", model: "m", served_model: "m-1", fingerprint: "abc" },
  topic: i % 2 ? "a" : "b",
}));

describe("the schema of results", () => {
  it("is what docs/lceval.result.schema.json says (vitest -u writes it anew)", async () => {
    const made = z.toJSONSchema(documentedResults, { io: "input" });
    await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot(path);
  });

  it("holds what score writes: with and without a fit, with groups, a failed fit, missing verdicts", async () => {
    const documents = [
      await write(rows),
      await write(rows, { by: ["topic"], covariates: ["emoji"] }),
      await write(rows.slice(0, 4)),
      await write(rows.map((row) => ({ ...row, preference: 2 }))),
      await write(rows, { interval: "none" }),
    ];
    for (const document of documents) expect(wrong(document, schema())).toEqual([]);
    // and names every member that there is
    const known = Object.keys(schema().properties!.results!.items!.properties!);
    const [result] = documents[1]!.results as Record<string, unknown>[];
    expect(Object.keys(result!).filter((key) => !known.includes(key))).toEqual([]);
  });

  it("refuses what is none", async () => {
    const document = await write(rows);
    const [result] = document.results as Record<string, unknown>[];
    const changed = (over: object) => ({ ...document, results: [{ ...result, ...over }] });
    expect(wrong(changed({ win_rate: 101 }), schema())).toEqual(["result.results[0].win_rate: is 101"]);
    expect(wrong(changed({ n_wins: "3" }), schema())).toEqual(["result.results[0].n_wins: is string"]);
    const { recipe: _, ...without } = result!;
    expect(wrong({ ...document, results: [without] }, schema())).toEqual([
      "result.results[0].recipe: is missing",
    ]);
    expect(wrong({ ...document, schema_version: 2 }, schema())).not.toEqual([]);
  });
});
