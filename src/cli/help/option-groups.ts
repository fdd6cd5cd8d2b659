// Under which heading of `--help` an option stands. What is named nowhere stands below "Options:".
import type { CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { hasOwnMeaning } from "../settings/setting-names.js";

const optionGroups: Readonly<Record<string, readonly string[]>> = {
  "Files and pairs:": [
    ...["baseline", "judge", "annotations", "name", "id-column"],
    ...["duplicates", "max-unmatched", "max-instances", "reuse"],
  ],
  "Judging:": ["judge-model", "order", "repeat", "label-noise", "retry-failed", "max-unjudged"],
  "Endpoint:": ["base-url", "api-key-env", "env-file", "timeout-ms", "max-retries"],
  "Speed, cost and store:": [
    ...["concurrency", "rpm", "tpm", "budget-usd", "price", "dry-run", "store", "store-only"],
  ],
  "Other files' names:": ["columns", "scale", "labels", "where"],
  "Fit:": ["combine", "recipe", "difficulty", "control", "covariates", "strength"],
  "Intervals:": ["interval", "bootstrap-samples", "level", "cluster", "by", "aa"],
  "Requirements:": ["require", "against", "margin"],
  "Output:": ["output", "format"],
  "Build servers:": ["junit", "comment", "previous", "no-github"],
  "Everywhere:": ["seed", "quiet", "no-color", "config", "help"],
};

/** What a description says of an option, whether it must be given, its choices and its default, in plain words. */
export function describeOption({ description, argChoices, defaultValue, negate, mandatory }: Option): string {
  const isSaid = negate || defaultValue === undefined || String(defaultValue) === "";
  const facts = [
    mandatory && "required",
    argChoices?.join(", "),
    !isSaid && `default: ${Array.isArray(defaultValue) ? defaultValue.join(",") : defaultValue}`,
  ].filter(Boolean);
  return facts.length === 0 ? description : `${description} (${facts.join("; ")})`;
}

const headingOf = new Map(
  Object.entries(optionGroups).flatMap(([heading, names]) => names.map((name) => [name, heading])),
);

/** Puts a command's options below their headings, in the order of the headings. */
export function groupOptions(command: CommandUnknownOpts): void {
  const headings = ["Options:", ...Object.keys(optionGroups)];
  const headingIn = (option: Option) =>
    (!hasOwnMeaning(command, option) && headingOf.get(option.name())) || "Options:";
  const rank = (option: Option) => headings.indexOf(headingIn(option));
  for (const option of command.options as Option[]) option.helpGroup(headingIn(option));
  command.optionsGroup("Everywhere:").helpOption("-h, --help", "show this help");
  // headings come in the order of the first option below each
  (command.options as Option[]).sort((a, b) => rank(a) - rank(b));
}
