import { type ExitCodeName, exitCodes, exitPrecedence } from "../../core/exit-codes.js";

const inOrder: readonly number[] = exitPrecedence.map((name) => exitCodes[name].code);

/** Lets the process end with a code, unless one that goes before it has been set already. */
export function raiseExitCode(name: ExitCodeName): void {
  const { code } = exitCodes[name];
  const set = inOrder.indexOf(Number(process.exitCode));
  if (set < 0 || inOrder.indexOf(code) < set) process.exitCode = code;
}
