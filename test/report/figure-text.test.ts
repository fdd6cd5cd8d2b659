import { expect, it } from "vitest";
import { fixed, percent } from "../../src/report/figure-text.js";

it("writes no signed zero", () => {
  expect([fixed(-1e-9, 2), percent(-1e-17), fixed(-0.06, 1), fixed(-10, 0)]).toEqual([
    "0.00",
    "0.0",
    "-0.1",
    "-10",
  ]);
});
