import { expect, it } from "vitest";
import { groupBy } from "../../src/core/group-by.js";

it("keeps keys and values in the order in which they are first met", () => {
  expect([...groupBy(["be", "a", "to", "no", "i"], (word) => word.length)]).toEqual([
    [2, ["be", "to", "no"]],
    [1, ["a", "i"]],
  ]);
});

it("takes of each item what is asked for", () => {
  const groups = groupBy(
    [10, 11, 12],
    (n) => n % 2 === 0,
    (n) => n - 10,
  );
  expect(groups).toEqual(
    new Map([
      [true, [0, 2]],
      [false, [1]],
    ]),
  );
});
