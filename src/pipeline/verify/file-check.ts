// What is looked at in a file, and how it stands.

export interface FileCheck {
  readonly check: string;
  /** `unknown`: there is nothing to hold it against. */
  readonly state: "ok" | "problem" | "unknown";
  readonly detail: string;
}

export const ok = (check: string, detail: string): FileCheck => ({ check, state: "ok", detail });
export const problem = (check: string, detail: string): FileCheck => ({ check, state: "problem", detail });
export const unknown = (check: string, detail: string): FileCheck => ({ check, state: "unknown", detail });

const shownRows = 10;

/** `line 3`, `lines 3, 5`. */
export const rowsOf = (rows: readonly number[]): string =>
  `line${rows.length === 1 ? "" : "s"} ${rows.slice(0, shownRows).join(", ")}${rows.length > shownRows ? ", …" : ""}`;
