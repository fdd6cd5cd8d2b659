// What a schema wanted of a JSON file → problems in plain words: where, what stands there, and what is expected.
import type { z } from "zod";
import type { InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

type Issue = z.core.$ZodIssue;

/** Every problem of a file; messages that a schema states itself stay as they are. */
export const describeFileIssues = (file: string, value: unknown, issues: readonly Issue[]): InputProblem[] =>
  issues.map((issue) => {
    const found = issue.path.reduce<unknown>(
      (at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key],
      value,
    );
    return { file, field: issue.path.map(String).join("."), message: describeIssue(issue, found) };
  });

function describeIssue(issue: Issue, found: unknown): string {
  const expected = expectedBy(issue);
  if (expected === null) return issue.message;
  return `is ${found === undefined ? "nothing" : quoteValue(found)}; expected ${expected}`;
}

function expectedBy(issue: Issue): string | null {
  switch (issue.code) {
    case "invalid_type":
      return kinds[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(" or ");
    case "invalid_union":
      return "one of the kinds that this field may be";
    case "unrecognized_keys":
      return `no ${issue.keys.map((key) => JSON.stringify(key)).join(", ")} in it`;
    case "too_small":
      return issue.origin === "array"
        ? `at least ${issue.minimum} in the list`
        : `a number ${issue.inclusive ? "of at least" : "above"} ${issue.minimum}`;
    case "too_big":
      return `a number ${issue.inclusive ? "of at most" : "below"} ${issue.maximum}`;
    default:
      return null;
  }
}
