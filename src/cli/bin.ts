#!/usr/bin/env node
import { runCommandLine } from "./run-command-line.js";

// process 1, as in a container without an init, has no signal's default action: without a listener nothing would end it
if (process.pid === 1)
  for (const [signal, code] of [["SIGINT", 130] as const, ["SIGTERM", 143] as const])
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code);
    });

await runCommandLine(process.argv);
