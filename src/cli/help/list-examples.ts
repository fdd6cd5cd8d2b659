// Commands to copy → what stands below `--help`.

/** Commands below a heading, broken between options where a line would be longer than 80 columns. */
export function listExamples(examples: readonly string[]): string {
  if (examples.length === 0) return "";
  return `\nExamples:\n${examples.map((line) => `  ${breakCommand(line)}`).join("\n")}\n`;
}

function breakCommand(line: string): string {
  const lines = [""];
  for (const part of line.split(/ (?=--?[a-z])/)) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + part.length > 72) lines.push(part);
    else lines[lines.length - 1] = last === "" ? part : `${last} ${part}`;
  }
  return lines.join(" \\\n      ");
}
