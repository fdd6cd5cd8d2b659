// The warnings of a run, each `code: sentence`.

/** Tells each warning once, as it becomes known, and keeps them for the manifest and the summary. */
export interface RunWarnings {
  readonly all: readonly string[];
  add(warning: string): void;
}

export function collectWarnings(
  known: readonly string[],
  onWarning: (warning: string) => void = () => {},
): RunWarnings {
  const all: string[] = [];
  const add = (warning: string) => {
    if (all.includes(warning)) return;
    all.push(warning);
    onWarning(warning);
  };
  for (const warning of known) add(warning);
  return { all, add };
}

/** @param rows lines of the output that are fragments */
export const warnAboutTornLines = (output: string, rows: readonly number[]): string[] =>
  rows.length === 0
    ? []
    : [`torn-lines: ${output}: line ${rows.join(", ")} was torn by a crash and is skipped`];
