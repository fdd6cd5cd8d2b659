import { expect, it } from "vitest";
import { fixed, percent, signed } from "../../src/report/figure-text.js";

it("writes no signed zero", () => {
  expect([fixed(-1e-9, 2), percent(-1e-17), fixed(-0.06, 1), fixed(-10, 0)]).toEqual([
    "0.00",
    "0.0",
    "−0.1",
    "−10",
  ]);
});

it("writes differences with a sign, none where they round to zero", () => {
  expect([0.005, -1.234, 0.004, -0.004, 0, null].map(signed)).toEqual([
    "+0.01",
    "−1.23",
    "0.00",
    "0.00",
    "0.00",
    "–",
  ]);
});
