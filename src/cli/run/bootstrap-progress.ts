// How far a bootstrap is, on standard error: a line that is written over on a terminal, elsewhere one every 30 seconds.
// The samples are drawn in one stretch, so that no timer comes between: every sample looks at the clock.
import type { BootstrapHooks } from "../../pipeline/options/shared-options.js";

const [redrawMs, lineEveryMs] = [200, 30_000];

/** What an analysis with a bootstrap is told to tell; nothing with `--quiet`, nor of what takes less than a moment. */
export function watchBootstrap({ quiet }: { readonly quiet?: boolean | undefined }): BootstrapHooks {
  if (quiet) return {};
  const { isTTY } = process.stderr;
  let lastMs = Date.now();
  let isShown = false;
  const onReplicate = (drawn: number, of: number) => {
    if (drawn === of && isShown) {
      process.stderr.write("\r\u001b[K");
      isShown = false;
    }
    if (drawn === of || Date.now() - lastMs < (isTTY ? redrawMs : lineEveryMs)) return;
    lastMs = Date.now();
    const text = `${drawn} of ${of} bootstrap samples`;
    process.stderr.write(isTTY ? `\r\u001b[K${text}` : `${text}\n`);
    isShown = isTTY;
  };
  return { onReplicate };
}
