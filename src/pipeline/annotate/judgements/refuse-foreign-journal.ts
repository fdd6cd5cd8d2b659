// A file holds the verdicts of one judge on one set of outputs; others must not be mixed with them.
import { InputError } from "../../../core/errors.js";
import type { Judge } from "../../../judge/judge.js";
import type { Pair } from "../../../pairs/pair.js";
import { type JournalState, nameOfPair } from "./journal-state.js";

const hint = "name a new file with -o (of run: --annotations), so that the verdicts are not mixed";
const shownChars = 60;
const shorten = ({ fingerprint }: { readonly fingerprint: string }) => fingerprint.slice(0, 12);

/** @throws InputError (exit 3) when the file holds another judge's lines: `ours` are all that may be asked */
export function refuseForeignJudges(
  { path, judges }: JournalState,
  name: string,
  ours: readonly Judge[],
): void {
  const foreign = [...judges]
    .filter(([fingerprint]) => !ours.some((judge) => judge.fingerprint === fingerprint))
    .map(([fingerprint, judge]) => ({ fingerprint, ...judge }));
  if (foreign.length === 0) return;
  const theirs = foreign.map((judge) => `${judge.name} (${shorten(judge)})`).join(", ");
  const message = `holds verdicts of another judge or prompt: ${theirs}; this run's is ${name} (${ours.map(shorten).join(", ")})`;
  throw new InputError({ file: path, row: foreign[0]!.row, message }, { hint });
}

/** Pairs that the file has under other outputs. */
export class ChangedOutputs {
  #first: Pair | null = null;
  #pairs = 0;

  /** @param pair one of which the file has no line */
  see(state: JournalState, pair: Pair): void {
    const { baseline, model, instruction } = pair;
    if (!state.hasName(nameOfPair(baseline.generator, model.generator, instruction.id))) return;
    this.#first ??= pair;
    this.#pairs++;
  }

  /** @throws InputError (exit 3) where there are any */
  check(path: string): void {
    if (this.#first === null) return;
    const { baseline, model, instruction } = this.#first;
    const message = `holds verdicts on other outputs of ${model.generator} (or of ${baseline.generator}) for ${this.#pairs} of these instructions; the first: ${JSON.stringify(instruction.text.slice(0, shownChars))}`;
    throw new InputError({ file: path, message }, { hint: `${hint}, or the new outputs with --name` });
  }
}
