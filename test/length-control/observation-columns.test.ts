import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../src/length-control/observation.js";
import { ObservationColumns } from "../../src/length-control/observation-columns.js";

const name = fc.constantFrom("q1", "q2", "q3", "");
const rate = fc.constantFrom(null, 0, 0.25, 0.5, 1);
const length = fc.option(fc.nat(5000));
const order = fc.constantFrom("baseline-first" as const, "model-first" as const);
const observation: fc.Arbitrary<Observation> = fc.record(
  {
    instructionId: name,
    cluster: name,
    group: name,
    preference: rate,
    baselineLength: length,
    modelLength: length,
    identical: fc.boolean(),
    order,
    unjudgedReason: fc.constantFrom("refused", "timeout"),
    textId: fc.constantFrom("t1", "t2"),
    judgements: fc.array(fc.record({ preference: rate, order })),
    votes: fc.array(rate),
    style: fc.constant({ baseline: { lists: 1 }, model: { lists: 2 } }),
  },
  {
    requiredKeys: ["instructionId", "cluster", "preference", "baselineLength", "modelLength", "identical"],
  },
);
const observations = fc.array(observation);

describe("ObservationColumns", () => {
  it("gives back every row as it was, in order", () => {
    fc.assert(
      fc.property(observations, (rows) => {
        const columns = ObservationColumns.of(rows);
        expect([...columns]).toEqual(rows);
        expect(columns.map((row) => row)).toEqual(rows);
        expect(columns.filter(({ identical }) => identical)).toEqual(
          rows.filter(({ identical }) => identical),
        );
        expect(ObservationColumns.of(columns)).toBe(columns);
      }),
      { seed: 1 },
    );
  });

  it("puts a row in the place of another and leaves the others", () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1 }), observation, fc.nat(), (rows, other, at) => {
        const place = at % rows.length;
        const columns = ObservationColumns.of(rows);
        const { instructionId, textId, cluster, group } = rows[place]!;
        const replacement = { ...other, instructionId, textId, cluster, group };
        columns.replace(place, replacement);
        expect([...columns]).toEqual(rows.map((row, i) => (i === place ? replacement : row)));
      }),
      { seed: 1 },
    );
  });

  it("is equal to other columns by its rows alone", () => {
    const row = { instructionId: "q", cluster: "q", preference: 1, baselineLength: 1, modelLength: 1 };
    const of = (identical: boolean) => ObservationColumns.of([{ ...row, identical }]);
    expect(of(true)).toEqual(of(true));
    expect(of(true)).not.toEqual(of(false));
  });

  it("numbers clusters and groups by their first row", () => {
    const row = (instructionId: string, cluster: string, group?: string): Observation => ({
      ...{ instructionId, cluster, group, preference: 1, baselineLength: 1, modelLength: 1 },
      identical: false,
    });
    const columns = ObservationColumns.of([row("c", "x", "g"), row("a", "y", "h"), row("c", "x", "g")]);
    expect(columns.clusters).toEqual({ count: 2, codes: Uint32Array.of(0, 1, 0) });
    expect(columns.instructions).toEqual({ count: 2, codes: Uint32Array.of(0, 1, 0) });
    expect(columns.groups).toEqual({ count: 2, codes: Uint32Array.of(0, 1, 0) });
    columns.push(row("d", "z"));
    expect(columns.groups).toBeNull();
    expect(columns.clusters.count).toBe(3);
  });

  it("looks up a row's text, whatever its id, or else its id", () => {
    const row = { cluster: "x", preference: 1, baselineLength: 1, modelLength: 1, identical: false };
    const columns = ObservationColumns.of([
      { ...row, instructionId: "id", textId: "text" },
      { ...row, instructionId: "id", textId: "other" },
      { ...row, instructionId: "unknown" },
    ]);
    const known = new Map([...Object.entries({ text: 1, id: 2, nowhere: 3 })]);
    expect([...columns.lookUp(known)]).toEqual([1, 2, Number.NaN]);
  });
});
