import { expect, it } from "vitest";
import { checkSeal, sealLine } from "../../../src/io/durable/line-checksum.js";

const line = JSON.stringify({ instruction: "Say \u00fc.", preference: 1.5, checks: { checksum: "x" } });
const sealed = sealLine(line);

it("is the last member, 16 digits of the SHA-256 of the line without it", () => {
  // printf '%s' '{"a":1}' | sha256sum
  expect(sealLine('{"a":1}')).toBe('{"a":1,"checksum":"015abd7f5cc57a2d"}');
  expect(JSON.parse(sealed)).toMatchObject(JSON.parse(line));
  expect(checkSeal(sealed)).toBe("right");
  expect(checkSeal('{"a":1}')).toBe("none");
});

it("sees every flipped bit", () => {
  const bytes = Buffer.from(sealed);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    expect(checkSeal(flipped.toString("utf8")), `bit ${bit}`).not.toBe("right");
  }
});
