// How far a run is, on standard error: a bar on a terminal; elsewhere a plain line every tenth of the way or 30 seconds.
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
  readonly asking: () => {
    readonly stored: number;
    readonly requests: number;
    readonly costUsd: number | null;
  } | null;
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
export async function openProgress(): Promise<ProgressDisplay> {
  return process.stderr.isTTY ? openBar() : openLines();
}

async function openBar(): Promise<ProgressDisplay> {
  const { SingleBar } = await import("cli-progress");
  const bar = new SingleBar({
    format: "{bar} {percentage} % {facts}",
    stream: process.stderr,
    clearOnComplete: true,
    gracefulExit: false, // its own handler would close the bar while a stopped run still speaks
  });
  let timer: NodeJS.Timeout | undefined;
  let redraw = () => {};
  return {
    start(progress) {
      const startedMs = Date.now();
      bar.start(progress.tasks, progress.doneBefore, { facts: "" });
      redraw = () => bar.update(done(progress), { facts: describe(progress, startedMs) });
      timer = setInterval(redraw, redrawMs);
    },
    say(text) {
      process.stderr.write(`${timer ? "\r\u001b[K" : ""}${text}\n`);
    },
    stop() {
      clearInterval(timer);
      redraw();
      // stopping returns to the place that was saved when the bar began: save this one, or lines are written over
      if (timer) process.stderr.write("\u001b7");
      if (timer) bar.stop();
      timer = undefined;
    },
  };
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
        say(`${said} of ${progress.tasks} done, ${describe(progress, startedMs)}`);
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

/** "812 judged, 3 failed, 40 from the store, 21.0 requests/s, $1.23, 2 min left" */
function describe(progress: ShownProgress, startedMs: number): string {
  const { verb, tasks, succeeded, failed, unasked } = progress;
  const asking = progress.asking();
  const seconds = Math.max((Date.now() - startedMs) / 1000, 0.001);
  const here = succeeded() + failed();
  const left = tasks - done(progress);
  return [
    `${succeeded()} ${verb}`,
    failed() > 0 && `${failed()} failed`,
    unasked() > 0 && `${unasked()} not asked`,
    asking && asking.stored > 0 && `${asking.stored} from the store`,
    asking && `${(asking.requests / seconds).toFixed(1)} requests/s`,
    asking?.costUsd != null && `$${asking.costUsd.toFixed(2)}`,
    progress.about?.(),
    left > 0 && here > 0 && `${describeSeconds((left * seconds) / here)} left`,
  ]
    .filter(Boolean)
    .join(", ");
}

function describeSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
