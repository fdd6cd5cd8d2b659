// What the runs into one output were made of, beside it as OUT.manifest.json. Keys, users, passwords and queries of URLs
// are no part of it. Resumed parts of a run are listed one after another.

import { sha256 } from "../../core/hash.js";
import { packageVersion } from "../../core/package-file.js";
import { toPublicUrl } from "../../endpoint/client/endpoint-address.js";
import type { ParameterChanges } from "../../endpoint/words/model-families.js";
import { canReadAgain } from "../../io/bytes/byte-source.js";
import { hashFile } from "../../io/bytes/hash-file.js";
import { findManifest, manifestPathOf } from "../../io/durable/annotation-journal.js";
import { writeFileAtomically } from "../../io/durable/write-atomically.js";
import { readTextFile } from "../../io/rows/read-text.js";
import { roundPercent } from "../../numerics/percent.js";
import type { AskingRequest } from "./asking-request.js";

const manifestSchemaVersion = 1;

/** What every run that asks says of itself; each kind of run says more. */
export interface RunPart {
  readonly lceval_version: string;
  readonly node_version: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly outcome: "running" | "done" | "partial" | "interrupted" | "failed" | "killed";
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly inputs: readonly { readonly path: string; readonly sha256: string | null }[];
  readonly endpoint: string | null;
  readonly seed: number;
  readonly tasks: { readonly all: number; readonly done_before: number; readonly asked_for: number };
  readonly requests: number | null;
  /** By model, what requests were sent without, or under another name, because it was refused. */
  readonly adapted: Readonly<Record<string, ParameterChanges>>;
  readonly warnings: readonly string[];
}

/** What a run is to judge of one model. */
export interface ModelOfRun {
  readonly generator: string;
  readonly pairs: number;
  /** Judgements: more than pairs with both orders, repeats or several jurors. */
  readonly tasks: number;
  /** Judgements that the file holds of the model when the run is done: more than `tasks` where it held others before. */
  readonly in_file_when_done: number;
}

export interface Manifest {
  readonly schema_version: number;
  readonly output: string;
  readonly parts: readonly RunPart[];
}

/** The manifest that lies beside an output; null where there is none, or it is damaged: no file, of no run, or not as it was written. */
export async function readManifest(output: string): Promise<Manifest | null> {
  const path = await findManifest(output);
  if (path === null || !(await canReadAgain(path))) return null;
  try {
    const { checksum, ...value } = JSON.parse(await readTextFile(path)) as Manifest & { checksum?: unknown };
    const isWhole = checksum === undefined || checksum === checksumOf(value);
    return isWhole && value.parts.length > 0 && value.parts.every(isPart) ? value : null;
  } catch {
    return null;
  }
}

const checksumOf = (manifest: Manifest): string => sha256(JSON.stringify(manifest));

type JudgingPart = RunPart & { readonly models?: unknown; readonly judges?: unknown };

/** Those that a part names: each run that judges does, but for those of 0.1. */
export const modelsOfPart = ({ models }: JudgingPart): readonly ModelOfRun[] =>
  Array.isArray(models) ? models.filter(isModelOfRun) : [];

function isModelOfRun(value: unknown): value is ModelOfRun {
  const { generator, pairs, tasks, in_file_when_done } = (value ?? {}) as Record<string, unknown>;
  return typeof generator === "string" && [pairs, tasks, in_file_when_done].every(Number.isSafeInteger);
}

export const isOldPart = ({ lceval_version }: Partial<RunPart>): boolean =>
  lceval_version?.startsWith("0.1.") === true;

/** What others read of a part is there: anything may lie beside a file. */
const isPart = (part: Partial<JudgingPart> | null): boolean =>
  [part?.inputs, part?.models ?? [], part?.judges ?? []].every(
    (list) => Array.isArray(list) && list.every((each) => each !== null && typeof each === "object"),
  ) &&
  part?.inputs?.every(({ path }) => typeof path === "string") === true &&
  typeof (part.arguments ?? {}) === "object" &&
  (part.judges === undefined || isOldPart(part) || modelsOfPart(part as JudgingPart).length > 0);

export interface RunAtStart {
  readonly request: AskingRequest & { readonly seed: number };
  /** Files that the run reads. */
  readonly inputs: readonly string[];
  /** Tasks of the run, and those that are still to be done. */
  readonly tasks: { readonly all: number; readonly pending: number };
}

/**
 * The part that describes a run at its start.
 * @param endpoint its URL without user, password and query; null when nothing is asked
 */
export async function beginRunPart(
  { request, inputs, tasks }: RunAtStart,
  endpoint: string | null,
): Promise<RunPart> {
  return {
    lceval_version: packageVersion(),
    node_version: process.version,
    started_at: new Date().toISOString(),
    finished_at: null,
    outcome: "running",
    arguments: {
      ...request,
      ...inPercents(request),
      baseUrl: endpoint === null ? undefined : showUrls(request.baseUrl, endpoint),
      envFile: undefined,
      header: undefined,
      // where settings came from is no argument
      isEnvFileTrusted: undefined,
      isProviderTrusted: undefined,
    },
    inputs: await Promise.all(inputs.map(async (path) => ({ path, sha256: await hashFile(path) }))),
    endpoint,
    seed: request.seed,
    tasks: { all: tasks.all, done_before: tasks.all - tasks.pending, asked_for: tasks.pending },
    requests: null,
    adapted: {},
    warnings: [],
  };
}

/** What the library takes as shares stands in percent, as it was stated on the command line. */
const inPercents = (request: object) =>
  Object.fromEntries(
    Object.entries(request).flatMap(([member, value]) =>
      /^(max(Unmatched|Unjudged|Failed)|margin|untilWidth)$/.test(member)
        ? [[member, roundPercent(value)]]
        : [],
    ),
  );

const showUrls = (given: AskingRequest["baseUrl"], endpoint: string) =>
  Array.isArray(given) && given.length > 1 ? given.map(toPublicUrl) : endpoint;

/** @throws OutputError (exit 7) when it cannot be written */
export async function writeManifest(output: string, earlier: Manifest | null, part: RunPart): Promise<void> {
  const manifest: Manifest = {
    schema_version: manifestSchemaVersion,
    output,
    parts: [...(earlier?.parts ?? []).map(closePart), part],
  };
  const sealed = { ...manifest, checksum: checksumOf(manifest) };
  await writeFileAtomically(await manifestPathOf(output), `${JSON.stringify(sealed, null, 2)}\n`);
}

/** The output is ours alone, so a part that says it is running was killed. */
const closePart = (part: RunPart): RunPart =>
  part.outcome === "running" ? { ...part, outcome: "killed" } : part;
