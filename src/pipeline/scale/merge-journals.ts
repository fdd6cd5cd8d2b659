// Journals of `annotate` or of `generate` → one journal with each judgement, or answer, once, and a manifest that says what
// it is to hold. Lines are copied as they stand, so their checksums still hold.
import { InputError, type InputProblem } from "../../core/errors.js";
import { sha256 } from "../../core/hash.js";
import { checkSeal } from "../../io/durable/line-checksum.js";
import { copyLines, placeOfLine, readRawLines } from "../../io/durable/raw-lines.js";
import { writeFileAtomically } from "../../io/durable/write-atomically.js";
import { keyOfLine } from "../annotate/judgements/judgement-task.js";
import { mergeManifests } from "./merge-manifests.js";

export interface Merged {
  /** Lines of the result, and those that another line made needless. */
  readonly lines: number;
  readonly left: number;
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/** What a line says, and of what. */
interface Said {
  readonly key: string;
  /** The verdict or the answer; null where there is none. */
  readonly result: string | null;
  /** Who gave it: lines of several are never in one file. */
  readonly giver: string;
  /** The same for lines that must be of the same texts, and those texts. */
  readonly name: string;
  readonly texts: string;
}

interface Place {
  readonly file: string;
  readonly row: number;
}

export async function mergeJournals(files: readonly string[], output: string): Promise<Merged> {
  const { chosen, lines, torn } = await chooseLines(files);
  const warnings = await mergeManifests(files, output);
  await writeFileAtomically(
    output,
    copyLines(files, (place) => chosen.has(place)),
  );
  if (torn > 0) warnings.push(`torn-lines: ${torn} lines that a crash tore are left out`);
  return { lines: chosen.size, left: lines - chosen.size, warnings };
}

/** Which line of each thing stays: the first with a result, else the last. @throws InputError (exit 3) */
async function chooseLines(files: readonly string[]) {
  const best = new Map<string, Place & Pick<Said, "result">>();
  const textsOf = new Map<string, { texts: Set<string> } & Place>();
  const contradictions = new Contradictions();
  let giver: (Place & { said: string }) | null = null;
  let lines = 0;
  let torn = 0;
  for (const file of files) {
    const own = new Map<string, { texts: Set<string> } & Place>();
    for await (const { row, text, value } of readRawLines(file)) {
      const said = value && readSaid(value);
      if (value === null) torn++;
      else if (said === null)
        contradictions.add("is no line that `lceval annotate` or `generate` wrote", { file, row });
      else if (checkSeal(text) === "wrong")
        contradictions.add("was changed: its checksum is not that of its bytes", { file, row });
      if (!said) continue;
      lines++;
      giver ??= { said: said.giver, file, row };
      if (giver.said !== said.giver)
        contradictions.add("is of another judge or model, or of other settings", { file, row }, giver);
      const known = best.get(said.key);
      if (known && known.result !== null && said.result !== null && known.result !== said.result)
        contradictions.add("gives another result", { file, row }, known);
      if (!known || known.result === null) best.set(said.key, { file, row, result: said.result });
      const named = own.get(said.name) ?? { texts: new Set<string>(), file, row };
      named.texts.add(said.texts);
      own.set(said.name, named);
    }
    for (const [name, { texts, ...place }] of own) {
      const other = textsOf.get(name);
      if (other && [...texts].every((each) => !other.texts.has(each)))
        contradictions.add("is of other texts under the same names", place, other);
      textsOf.set(name, { ...place, texts: new Set([...texts, ...(other?.texts ?? [])]) });
    }
  }
  contradictions.check();
  return { chosen: new Set([...best.values()].map(({ file, row }) => placeOfLine(row, file))), lines, torn };
}

type Members = Readonly<Record<string, unknown>>;

function readSaid(value: Members): Said | null {
  const generation = value.generation as Members | undefined;
  if (typeof generation?.key === "string") {
    const { key, id, turn, fingerprint } = generation;
    const result = typeof value.output === "string" ? sha256(value.output) : null;
    return {
      key: String(key),
      result,
      giver: String(fingerprint),
      name: `${id} ${turn}`,
      texts: String(key),
    };
  }
  const {
    pair_id: pair,
    order,
    repeat,
    annotator,
    generator_1,
    generator_2,
    instruction_id,
    preference,
  } = value;
  const judge = (value.judge ?? {}) as Members;
  if (typeof pair !== "string" || typeof order !== "string" || typeof judge.fingerprint !== "string")
    return null;
  return {
    key: keyOfLine(pair, judge.fingerprint, order, Number(repeat ?? 0)),
    result: typeof preference === "number" ? String(preference) : null,
    // of the members of a panel each has a name and a model of its own
    giver: String(annotator),
    name: JSON.stringify([generator_1, generator_2, instruction_id]),
    texts: pair,
  };
}

/** One sentence a kind and pair of files, with how often and where first. */
class Contradictions {
  readonly #first = new Map<string, InputProblem & { times: number; what: string; against: string }>();

  add(what: string, { file, row }: Place, other?: Place): void {
    const against = other ? ` than row ${other.row} of ${other.file}` : "";
    const key = `${what} ${file} ${other?.file}`;
    const known = this.#first.get(key);
    if (known) known.times++;
    else this.#first.set(key, { file, row, message: "", what, against, times: 1 });
  }

  check(): void {
    const problems = [...this.#first.values()].map(({ file, row, what, against, times }) => {
      const more = times > 1 ? ` (${times} lines)` : "";
      return { file, row, message: `${what}${against}${more}` };
    });
    if (problems.length > 0)
      throw new InputError(problems, {
        hint: "nothing was written; `lceval verify FILE` looks at one by itself",
      });
  }
}
