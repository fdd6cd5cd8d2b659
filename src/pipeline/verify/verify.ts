// A file of judgements, and the manifest beside it → whether it is what the run wrote, and what its outputs may hide. A result
// of `score -o` → whether its figures follow from its rows.
import { countOf } from "../../core/count-of.js";
import { UsageError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { hashFile } from "../../io/bytes/hash-file.js";
import { isAnnotationJournal } from "../../io/durable/annotation-journal.js";
import { readRawLines } from "../../io/durable/raw-lines.js";
import type { LocatedRow } from "../../io/rows/located-row.js";
import { nameAfterFile } from "../../io/rows/name-after-file.js";
import { readRows } from "../../io/rows/read-rows.js";
import { readAnnotationRow } from "../../io/wire/annotation-row.js";
import { isScoreResultFile } from "../../io/wire/score-result/read-score-records.js";
import type { Judge } from "../../judge/judge.js";
import { mean } from "../../numerics/moments.js";
import type { IntegrityFinding } from "../../report/integrity-section.js";
import { hashOutputs } from "../annotation-files/hash-outputs.js";
import { type Manifest, readManifest } from "../asking/manifest-file.js";
import { OutputAudit } from "../integrity/output-audit.js";
import { checkRequest } from "../options/check-request.js";
import { checkResult } from "./check-result.js";
import { differingText } from "./edited-verdicts.js";
import { examineLines, type LineExamination } from "./examine-lines.js";
import { type FileCheck, ok, problem, rowsOf, unknown } from "./file-check.js";
import { type Repair, repairFile } from "./repair.js";
import { loadRunJudges, rereadVerdicts } from "./reread-verdicts.js";
import { type VerifyRequest, verifyOptions } from "./verify-request.js";

export interface Verification {
  readonly file: string;
  /** Whether nothing is wrong; what is unknown is not. */
  readonly isVerified: boolean;
  readonly checks: readonly FileCheck[];
  /** What the outputs hold; no fault of the file. */
  readonly integrity: readonly IntegrityFinding[];
  readonly repair: Repair | null;
}

/**
 * Verifies a file; writes nothing but a repaired one where that is asked for.
 * @throws InputError (exit 3) when the file cannot be read, or the repaired one is there already; OutputError (exit 7)
 */
export async function verifyFile(request: VerifyRequest): Promise<Verification> {
  checkRequest<VerifyRequest>("verifyFile", verifyOptions, request);
  const { file, repair } = request;
  if (await isScoreResultFile(file)) {
    if (repair !== undefined)
      throw new UsageError(
        `--repair mends files of judgements, and ${file} is a result of \`lceval score -o\``,
      );
    return toVerification(file, await checkResult(file), { integrity: [], repair: null });
  }
  const { checks, lines } = await checkFile(file);
  return toVerification(file, checks, {
    integrity: await auditOutputs(file),
    repair: repair === undefined || lines === null ? null : await repairFile(file, repair, lines),
  });
}

const toVerification = (
  file: string,
  checks: readonly FileCheck[],
  more: Pick<Verification, "integrity" | "repair">,
): Verification => ({ file, checks, isVerified: isVerified(checks), ...more });

const isVerified = (checks: readonly FileCheck[]) => checks.every(({ state }) => state !== "problem");

/** Of a file of judgements, without its outputs. */
export const isAsWritten = async (file: string): Promise<boolean> =>
  isVerified((await checkFile(file)).checks);

async function checkFile(file: string) {
  const [manifest, lines] = [await readManifest(file), isJournal(file) ? await examineLines(file) : null];
  const checks = [
    ...(lines === null
      ? [unknown("lines", "only .jsonl files, which runs write, have lines to be checked")]
      : checkLines(lines)),
    ...(manifest === null
      ? [
          lines?.sealed && (await isAnnotationJournal(file))
            ? problem("manifest", "it is damaged, or was changed: what the run was for is not known")
            : unknown("manifest", "none of a run is beside the file: what it was for is not known"),
        ]
      : await checkManifest(file, manifest, lines)),
  ];
  return { checks, lines };
}

function checkLines(found: LineExamination): FileCheck[] {
  const { lines, sealed, judged, torn, changed, repeats, alike, conflicts } = found;
  const none = (check: string, rows: readonly number[], what: string): FileCheck[] =>
    rows.length === 0 ? [] : [problem(check, `${countOf(rows.length, "line")} ${what}: ${rowsOf(rows)}`)];
  return [
    ok("lines", `${countOf(lines, "line")}, ${countOf(judged, "judgement")} with a verdict`),
    ...none("torn lines", torn, "that a crash left, or that are no JSON"),
    ...none("changed lines", changed, "whose checksum is not that of their bytes"),
    ...(sealed === lines
      ? [ok("checksums", "every line has one")]
      : [unknown("checksums", `${sealed} of ${lines} lines have one; lceval 0.1 wrote none`)]),
    ...none("repeated lines", [...repeats, ...alike], "of judgements that an earlier line gives alike"),
    ...none("contradictions", conflicts, "of judgements with several verdicts"),
  ];
}

/** What `annotate` says in its manifest beside what every run does. */
interface JudgingPart {
  readonly judges?: readonly { readonly name: string; readonly fingerprint: string }[];
  readonly models?: readonly { readonly generator: string; readonly in_file_when_done: number }[];
}

async function checkManifest(
  file: string,
  { parts }: Manifest,
  lines: LineExamination | null,
): Promise<FileCheck[]> {
  const last = parts.at(-1)!;
  const { outcome } = last;
  const isDone = outcome === "done";
  const checks = [
    (isDone ? ok : problem)("run", `the last one was ${outcome} (lceval ${last.lceval_version})`),
  ];
  const { models = [], judges = [] } = last as JudgingPart;
  for (const { path, sha256 } of last.inputs) {
    const now = await hashFile(path);
    if (sha256 === null || now === null)
      checks.push(unknown("input", `${path} ${now === null ? "is not there" : "had no hash"}`));
    else
      checks.push(
        (now === sha256 ? ok : problem)(
          "input",
          `${path} is ${now === sha256 ? "as it was" : "another file now"}`,
        ),
      );
  }
  if (lines === null) return checks;
  for (const { generator, in_file_when_done: wanted } of models) {
    const there = lines.judgementsByModel.get(generator) ?? 0;
    checks.push(
      (there === wanted ? ok : problem)(
        "completeness",
        `${there} of ${wanted} judgements of ${generator}${there < wanted ? `; ${wanted - there} are missing` : ""}`,
      ),
    );
  }
  const known = new Set(judges.map(({ fingerprint }) => fingerprint));
  const foreign = [...lines.judges.keys()].filter((fingerprint) => !known.has(fingerprint));
  if (known.size > 0)
    checks.push(
      foreign.length === 0
        ? ok("judge", judges.map(({ name }) => name).join(", "))
        : problem(
            "judge",
            `lines of judges that the run did not ask: ${foreign.map((each) => each.slice(0, 12)).join(", ")}`,
          ),
    );
  const served = [...lines.judges.values()].map((models) => [...models]);
  if (served.flat().length > 0)
    checks.push(
      (served.some((models) => models.length > 1) ? problem : ok)(
        "served models",
        [...new Set(served.flat())].join(", "),
      ),
    );
  return [...checks, ...(await checkVerdicts(file, last.arguments ?? {}, known))];
}

async function checkVerdicts(
  file: string,
  given: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
): Promise<FileCheck[]> {
  const { judge: name } = given;
  if (typeof name !== "string") return [];
  let judges: ReadonlyMap<string, Judge>;
  try {
    judges = loadRunJudges(given);
  } catch (error) {
    return [unknown("prompt", `the judge ${name} cannot be loaded here: ${(error as Error).message}`)];
  }
  const isSame = [...known].every((fingerprint) => judges.has(fingerprint));
  const prompt = isSame
    ? ok("prompt", `the judge ${name} is as it was`)
    : unknown("prompt", `the judge ${name} is another one here than in the run (prompt, model or sampling)`);
  const { read, differing, withoutJudge } = await rereadVerdicts(file, judges);
  if (read === 0) return [prompt, unknown("verdicts", "no reply could be read again")];
  const rest = withoutJudge > 0 ? `; ${withoutJudge} could not be read again` : "";
  return [
    prompt,
    differing.length === 0
      ? ok("verdicts", `${read} replies read again give the verdicts that are written${rest}`)
      : problem("verdicts", differingText(differing, read)),
  ];
}

const isJournal = (file: string) => /\.(jsonl|ndjson)$/.test(file);

async function* linesOf(file: string): AsyncGenerator<LocatedRow> {
  for await (const { row, value } of readRawLines(file)) if (value !== null) yield { file, row, value };
}

async function* rowsOfFile(file: string): AsyncGenerator<LocatedRow> {
  for await (const batch of readRows(file, { journal: true, onProblem: () => {} })) yield* batch;
}

async function auditOutputs(file: string): Promise<readonly IntegrityFinding[]> {
  const audit = new OutputAudit();
  /** The verdicts on each pair, whose orders and repeats are one. */
  const pairs = new Map<string, number[]>();
  for await (const located of isJournal(file) ? linesOf(file) : rowsOfFile(file)) {
    const row = readAnnotationRow(located);
    const generator = row?.model.generator ?? row?.unplacedGenerator ?? nameAfterFile(file);
    // a strong judge's verdict on a part is in no rate of all
    if (!row || row.chance !== null) continue;
    const hashes = hashOutputs(row);
    const key = JSON.stringify([generator, row.instruction, row.instructionId, hashes.ofPair]);
    const verdicts = pairs.get(key) ?? [];
    if (!pairs.has(key)) audit.see({ row, generator, ...hashes });
    pairs.set(key, verdicts);
    if (row.preference !== null) verdicts.push(row.preference);
  }
  const ofModel = groupBy(
    [...pairs].map(([key, verdicts]) => ({ generator: JSON.parse(key)[0], verdicts })),
    "generator",
    "verdicts",
  );
  return audit.findings((generator) =>
    ofModel.get(generator)!.map((verdicts) => (verdicts.length > 0 ? mean(verdicts) : Number.NaN)),
  );
}
