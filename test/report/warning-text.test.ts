import { describe, expect, it } from "vitest";
import { writeWorkflowCommands } from "../../src/report/formats/workflow-commands.js";
import { describeWarning, refuseCode, withoutCodes } from "../../src/report/warning-text.js";

const few = "m: few-clusters: one cluster holds 90 % of the rows";
const note = "assumed-order: 3 of 5 rows do not say";
const said = "floating-alias: a is served by b; pin b";

describe("a warning", () => {
  it("is followed by what to do, unless it says so", () => {
    expect(describeWarning(few)).toBe(`${few} → judge instructions of more groups`);
    expect(describeWarning(said)).toBe(said);
    expect(describeWarning("something new: of no table")).toBe("something new: of no table");
  });

  it("is left out by its code, with a model's name before it too, and no other is", () => {
    expect(withoutCodes([few, note, said], ["few-clusters", "floating-alias"])).toEqual([note]);
    expect(withoutCodes([few, note])).toEqual([few, note]);
  });

  it("is annotated in GitHub Actions only where somebody may have to act", () => {
    expect(writeWorkflowCommands([], [few, note])).toBe(
      `::warning title=lceval::${few.replace("%", "%25")} → judge instructions of more groups\n`,
    );
  });

  it("has a code that exists, or is refused with the one that may be meant", () => {
    expect(refuseCode("few-clusters")).toBeNull();
    expect(refuseCode("few-cluster")).toBe('there is no warning "few-cluster"; did you mean "few-clusters"?');
    expect(refuseCode("xyz")).toBe('there is no warning "xyz"');
  });
});
