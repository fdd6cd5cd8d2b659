// How far a run is, on standard error: a bar on a terminal; elsewhere a plain line every tenth of the way or 30 seconds.
import type { RunProgress } from "../../pipeline/asking/run-hooks.js";

const redrawMs = 200;
const lineEveryMs = 30_000;

/** A run as it goes on; what is a function changes. */
export interface ShownProgress {
  /** What is done to a task: "judged". */
  readonly verb: string;
  readonly tasks: number;
  readonly doneBefore: number;
  readonly succeeded: () => number;
  readonly failed: () => number;
  /** Left out for want of budget. */
  readonly unasked: () => number;
  /** Null where nothing is asked. */
  readonly asking: () => RunProgress<object>["asking"];
  /** What else there is to say; null for nothing. */
  readonly about?: () => string | null;
}

export interface ProgressDisplay {
  start(progress: ShownProgress): void;
  /** Says something without tearing the bar. */
  say(text: string): void;
  stop(): void;
}

export const silentProgress: ProgressDisplay = { start() {}, say() {}, stop() {} };

/** The display for standard error as it is. */
export const openProgress = (): ProgressDisplay => (process.stderr.isTTY ? openBar() : openLines());

/** The bar's line is written over, never longer than the terminal, and taken away for whatever is said. */
function openBar(): ProgressDisplay {
  const { stderr } = process;
  let timer: NodeJS.Timeout | undefined;
  let redraw = () => {};
  let shown = "";
  /** Since a line was drawn the terminal may have become narrower, and have wrapped it: it is cleared from its first row on. */
  const goToStart = () => {
    const rowsAbove = Math.ceil(shown.length / stderr.columns) - 1;
    return rowsAbove > 0 ? `\r\u001b[${rowsAbove}A\u001b[J` : "\r\u001b[K";
  };
  const clear = () => timer && stderr.write(goToStart());
  return {
    start(progress) {
      const startedMs = Date.now();
      redraw = () => {
        const start = goToStart();
        shown = barLine(progress, startedMs, stderr.columns);
        stderr.write(start + shown);
      };
      timer = setInterval(redraw, redrawMs);
      redraw();
    },
    say(text) {
      clear();
      stderr.write(`${text}\n`);
      if (timer) redraw();
    },
    stop() {
      clearInterval(timer);
      clear();
      timer = undefined;
    },
  };
}

const [longestBar, shortestBar] = [40, 8];

/** Bar, share and facts in one line: the bar gives way first, then the facts but for the time left. */
export function barLine(progress: ShownProgress, startedMs: number, columns = 80): string {
  const share = done(progress) / progress.tasks;
  const head = `${Math.floor(100 * share)} %`;
  const facts = describe(progress, startedMs);
  const length = () => head.length + facts.join(", ").length + 3;
  // one column stays free: a full line would wrap
  while (facts.length > 1 && length() >= columns) facts.splice(-2, 1);
  const room = Math.min(longestBar, columns - 1 - length());
  const full = Math.round(share * room);
  const bar = room < shortestBar ? "" : `${"█".repeat(full)}${"░".repeat(room - full)} `;
  return `${bar}${head} ${facts.join(", ")}`.slice(0, columns - 1);
}

function openLines(): ProgressDisplay {
  let timer: NodeJS.Timeout | undefined;
  let print = () => {};
  let isSaid = () => false;
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    start(progress) {
      const startedMs = Date.now();
      let tenth = Math.floor((10 * done(progress)) / progress.tasks);
      let lastMs = startedMs;
      let said = -1;
      isSaid = () => said === done(progress);
      print = () => {
        said = done(progress);
        say(`${said} of ${progress.tasks} done, ${describe(progress, startedMs).join(", ")}`);
      };
      timer = setInterval(() => {
        const reached = Math.floor((10 * done(progress)) / progress.tasks);
        if (reached === tenth && Date.now() - lastMs < lineEveryMs) return;
        tenth = reached;
        lastMs = Date.now();
        print();
      }, redrawMs);
    },
    say,
    stop() {
      clearInterval(timer);
      if (timer && !isSaid()) print();
      timer = undefined;
    },
  };
}

const done = ({ doneBefore, succeeded, failed, unasked }: ShownProgress) =>
  doneBefore + succeeded() + failed() + unasked();

/** "812 judged", "3 failed", "$1.23", "40 from the store", "21.0 requests/s", "2 min left": the first and the last say most. */
function describe(progress: ShownProgress, startedMs: number): string[] {
  const { verb, tasks, succeeded, failed, unasked } = progress;
  const asking = progress.asking();
  const seconds = Math.max((Date.now() - startedMs) / 1000, 0.001);
  const here = succeeded() + failed();
  const left = tasks - done(progress);
  return [
    `${succeeded()} ${verb}`,
    failed() > 0 && `${failed()} failed`,
    unasked() > 0 && `${unasked()} not asked`,
    asking?.costUsd != null && `$${asking.costUsd.toFixed(2)}`,
    asking && asking.stored > 0 && `${asking.stored} from the store`,
    asking && `${(asking.requests / seconds).toFixed(1)} requests/s`,
    progress.about?.(),
    left > 0 && here > 0 && `${describeSeconds((left * seconds) / here)} left`,
  ].filter((fact) => typeof fact === "string");
}

function describeSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
