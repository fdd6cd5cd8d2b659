import type { Report } from "./report.js";
import { tableOf, text } from "./table-of.js";

/** Something that was looked at, and in which state it is. */
export interface Check {
  readonly check: string;
  readonly state: string;
  readonly detail: string;
}

interface Findings {
  readonly settings: readonly {
    readonly setting: string;
    readonly value: unknown;
    readonly source: string;
  }[];
  readonly checks: readonly Check[];
}

/** What `lceval doctor` found. */
export function reportFindings({ settings, checks }: Findings): Report {
  const given = settings.map(({ setting, value, source }) => ({ setting, value: String(value), source }));
  const found = checks.map(({ check, state, detail }) => ({ check, state, detail }));
  return {
    sections: [
      tableOf(
        "Settings",
        given,
        [
          text("setting", (row) => row.setting),
          text("value", (row) => row.value),
          text("source", (row) => row.source),
        ],
        ["Everything else is at its default (`lceval COMMAND --help`)."],
      ),
      checkSection("Checks", found),
    ],
    warnings: [],
    records: found,
    document: { schema_version: 1, settings: given, checks: found },
  };
}

export const checkSection = (title: string, checks: readonly Check[]) =>
  tableOf(title, checks, [
    text("check", ({ check }) => check),
    text("state", ({ state }) => state),
    text("detail", ({ detail }) => detail),
  ]);
