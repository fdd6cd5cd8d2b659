// Arguments → exit code: parses, runs the command, and says what went wrong, once, on standard error.
import { type Command, CommanderError } from "commander";
import { LcevalError } from "../core/errors.js";
import { exitCodes } from "../core/exit-codes.js";
import { visibleText } from "../core/visible-text.js";
import { loadNamedCommands } from "./load-command.js";
import { moveCommonOptions } from "./options/move-common-options.js";
import { buildProgram, UnknownWords } from "./program.js";
import { watchStandardOutput } from "./run/standard-output.js";

/** Sets `process.exitCode` and never exits itself, so that what is still in a pipe gets out. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  watchStandardOutput();
  try {
    const program = buildProgram(argv);
    await loadNamedCommands(program, argv.slice(2));
    const words = moveCommonOptions(program, argv.slice(2));
    const topic = words[0] === "help" ? await findTopic(words[1]) : null;
    if (topic !== null) return void process.stdout.write(topic);
    await program.parseAsync(asksForUnknown(program, words) ? words.slice(1) : words, { from: "user" });
  } catch (error) {
    const failure = error instanceof UnknownWords ? await explainUnknown(error) : error;
    process.exitCode = await explainFailure(failure, argv);
  }
}

/** Says what unknown words may mean. @returns what commander throws once it has said it */
async function explainUnknown({ command, words }: UnknownWords): Promise<unknown> {
  const { describeUnknown } = await import("./help/describe-unknown.js");
  try {
    return command.error(words.map((word) => `error: ${describeUnknown(command, word)}`).join("\n"));
  } catch (error) {
    return error;
  }
}

async function explainFailure(error: unknown, argv: readonly string[]): Promise<number> {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.done.code : exitCodes.usage.code;
  }
  if (error instanceof LcevalError) {
    const hint = error.add ? await withAdded(error.add, argv) : error.hint;
    const lines = [`error: ${error.message}`, ...(hint ? [`hint: ${hint}`] : [])];
    process.stderr.write(
      `${lines
        .flatMap((line) => line.split("\n"))
        .map(visibleText)
        .join("\n")}\n`,
    );
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `This is a bug in lceval. Please report it with the lines below.\n${stack.split("\n").map(visibleText).join("\n")}\n`,
  );
  return exitCodes.bug.code;
}

/** The command as it was typed, with the options that mend it. */
async function withAdded(options: string, argv: readonly string[]): Promise<string> {
  const { commandLine } = await import("./run/command-line.js");
  return `${commandLine(argv)} ${options}`;
}

/** `help` on what is no command: said to be none, as if it had been run, instead of the help on everything. */
const asksForUnknown = (program: Command, [first, name]: readonly string[]): boolean =>
  first === "help" &&
  name !== undefined &&
  !name.startsWith("-") &&
  !["help", ...program.commands.map((command) => command.name())].includes(name);

async function findTopic(name: string | undefined): Promise<string | null> {
  const { helpTopic } = await import("./help/help-topics.js");
  return helpTopic(name);
}
