/** A run's warning of lines of its output that are fragments, `code: sentence`. */
export const warnAboutTornLines = (output: string, rows: readonly number[]): string[] =>
  rows.length === 0
    ? []
    : [`torn-lines: ${output}: line ${rows.join(", ")} was torn by a crash and is skipped`];
