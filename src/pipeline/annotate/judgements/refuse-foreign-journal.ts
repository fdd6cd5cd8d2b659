// A file holds the verdicts of one judge on one set of outputs; others must not be mixed with them.
import { InputError } from "../../../core/errors.js";
import type { Judge } from "../../../judge/judge.js";
import { type JournalState, nameOfPair } from "./journal-state.js";
import type { JudgementTask } from "./judgement-task.js";

const hint = "name a new file with -o, so that the verdicts are not mixed";
const shownChars = 60;
const shorten = ({ fingerprint }: { readonly fingerprint: string }) => fingerprint.slice(0, 12);

/** @throws InputError (exit 3) when the file holds another judge's lines, or other outputs under the same names */
export function refuseForeignJournal(state: JournalState, { judge, judges, tasks }: JudgingRun): void {
  refuseForeignJudges(state, judge.name, judges);
  refuseChangedOutputs(state, tasks);
}

export interface JudgingRun {
  readonly judge: { readonly name: string };
  /** Every judge that may be asked: a sample of the instructions may ask some members of a pool only. */
  readonly judges: readonly Judge[];
  readonly tasks: readonly JudgementTask[];
}

function refuseForeignJudges({ path, judges }: JournalState, name: string, ours: readonly Judge[]): void {
  const foreign = [...judges]
    .filter(([fingerprint]) => !ours.some((judge) => judge.fingerprint === fingerprint))
    .map(([fingerprint, judge]) => ({ fingerprint, ...judge }));
  if (foreign.length === 0) return;
  const theirs = foreign.map((judge) => `${judge.name} (${shorten(judge)})`).join(", ");
  const message = `holds verdicts of another judge or prompt: ${theirs}; this run's is ${name} (${ours.map(shorten).join(", ")})`;
  throw new InputError({ file: path, row: foreign[0]!.row, message }, { hint });
}

function refuseChangedOutputs({ path, pairsByName }: JournalState, tasks: readonly JudgementTask[]): void {
  const changed = new Map(
    tasks.flatMap(({ pair }) => {
      const { id, baseline, model, instruction } = pair;
      const known = pairsByName.get(nameOfPair(baseline.generator, model.generator, instruction.id));
      return known === undefined || known.has(id) ? [] : [[id, pair] as const];
    }),
  );
  const [first] = changed.values();
  if (first === undefined) return;
  const { baseline, model, instruction } = first;
  const message = `holds verdicts on other outputs of ${model.generator} (or of ${baseline.generator}) for ${changed.size} of these instructions; the first: ${JSON.stringify(instruction.text.slice(0, shownChars))}`;
  throw new InputError({ file: path, message }, { hint: `${hint}, or the new outputs with --name` });
}
