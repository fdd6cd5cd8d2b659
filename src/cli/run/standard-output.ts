import { exitCodes } from "../../core/exit-codes.js";

/**
 * A reader that has seen enough (`| head`) closes the pipe: that is no error, and there is nobody left to tell. The command
 * goes on to its own exit code: a requirement may still fail, a run that only lost its log is not done. Whatever else goes wrong with standard output (a full disk behind `>`) means that the result did not get out.
 */
export function watchStandardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") return;
      if (stream === process.stdout)
        process.stderr.write(`error: standard output cannot be written: ${error.code ?? error.message}\n`);
      process.exit(exitCodes.outputUnwritable.code);
    });
  }
}

/** Whether colour may be used on a stream: a terminal, and neither `--no-color` nor NO_COLOR nor TERM=dumb. */
export function mayUseColor(stream: NodeJS.WriteStream, wanted: boolean): boolean {
  const { NO_COLOR, TERM } = process.env;
  return wanted && Boolean(stream.isTTY) && !NO_COLOR && TERM !== "dumb";
}
