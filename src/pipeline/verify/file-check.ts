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
