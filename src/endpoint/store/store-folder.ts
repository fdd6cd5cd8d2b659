import * as os from "node:os";
import { isAbsolute, join } from "node:path";
import { OutputError } from "../../core/errors.js";

interface System {
  readonly homedir: () => string;
  readonly userInfo: () => { readonly homedir: string };
  readonly platform: () => string;
}

/**
 * Where replies are kept when nobody says otherwise: `$LCEVAL_STORE`, else `lceval` in the user's cache folder
 * (`$XDG_CACHE_HOME`; else `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows, `~/.cache` elsewhere).
 * @param system whose home and platform
 * @throws OutputError (exit 7) where there is no home, as for a user whom the system does not know
 */
export function defaultStoreFolder(
  environment: Readonly<Record<string, string | undefined>>,
  system: System = os,
): string {
  const { LCEVAL_STORE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (LCEVAL_STORE) return LCEVAL_STORE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "lceval");
  if (system.platform() === "darwin") return join(findHome(system), "Library", "Caches", "lceval");
  if (system.platform() === "win32")
    return join(LOCALAPPDATA ?? join(findHome(system), "AppData", "Local"), "lceval");
  return join(findHome(system), ".cache", "lceval");
}

function findHome({ homedir, userInfo }: System): string {
  for (const find of [homedir, () => userInfo().homedir]) {
    try {
      const home = find();
      if (isAbsolute(home)) return home; // HOME may be empty
    } catch {
      // the system knows none
    }
  }
  throw new OutputError("there is no home folder to keep replies in", { hint: storeHint });
}

/** What to do where the store cannot be used. */
export const storeHint = "name a folder with --store, or keep no replies: --store none";
