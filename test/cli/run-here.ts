// What `runCommand` does, in this process: the same folder, environment and planted key, many times cheaper.
import { type CommandOptions, environmentOf, type Finished, plantedKey } from "../command.js";
import { runLceval } from "./lceval.js";

export async function runHere(args: readonly string[], options: CommandOptions): Promise<Finished> {
  const finished = await runLceval(args, { cwd: options.cwd, env: environmentOf(options) });
  if (`${finished.stdout}${finished.stderr}`.includes(plantedKey))
    throw new Error("the planted key was printed");
  return finished;
}
