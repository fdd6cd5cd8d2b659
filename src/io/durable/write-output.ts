import { writeFileAtomically } from "./write-atomically.js";

/** Writes a text whole or not at all; `-` is standard output. @throws OutputError when the file cannot be written */
export async function writeOutput(path: string, text: string): Promise<void> {
  if (path === "-") process.stdout.write(text);
  else await writeFileAtomically(path, text);
}
