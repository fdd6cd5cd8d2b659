// A finished run and the same call once more → its summary at once, where nothing that it was made of is another: what was
// asked for, the judge, and every byte of its inputs and of its output. Whatever differs, and a run that left anything open,
// goes the ordinary way, which reads and matches all of it.

import { canonicalJson, sha256 } from "../../core/hash.js";
import { packageVersion } from "../../core/package-file.js";
import { hashFile } from "../../io/bytes/hash-file.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import type { Judge } from "../../judge/judge.js";
import type { Panel } from "../../judge/panel.js";
import { noBaseline } from "../../pairs/without-baseline.js";
import { type ModelOfRun, type RunPart, readManifest } from "../asking/manifest-file.js";
import type { ResolvedAnnotateRequest } from "./annotate-request.js";
import type { AnnotateSummary } from "./annotation-session.js";
import { createAnnotationCounter } from "./judgements/annotation-counts.js";
import type { OrderCounts } from "./judgements/order-counts.js";

/** What the part of a finished run says beside what all parts say. */
interface SealedPart extends RunPart {
  readonly seal?: string;
  readonly order: string;
  readonly models: readonly ModelOfRun[];
  readonly counts: OrderCounts;
}

/** Of a run that has come to its end; nothing where a rerun could find something to do. */
export async function sealRun(
  request: ResolvedAnnotateRequest,
  judge: Judge | Panel,
  { outcome, unjudged, unasked, leftOut, looks }: AnnotateSummary,
): Promise<{ readonly seal?: string }> {
  if (outcome !== "done" || unjudged + unasked + leftOut + looks.length > 0) return {};
  const seal = await sealOf(request, judge);
  return seal === null ? {} : { seal };
}

/** @returns the summary of a run that finds everything done; null where it has to be looked at */
export async function findUnchangedRun(
  request: ResolvedAnnotateRequest,
  loadJudge: (request: ResolvedAnnotateRequest) => Judge | Panel,
): Promise<AnnotateSummary | null> {
  const part = (await readManifest(request.output))?.parts.at(-1) as SealedPart | undefined;
  if (part?.seal === undefined || part.outcome !== "done") return null;
  const judge = loadJudge(request);
  if ((await sealOf(request, judge)) !== part.seal) return null;
  const { shown, preferredFirst, shownBothWays, flipped } = part.counts;
  return {
    output: request.output,
    judge: judge.name,
    order: part.order,
    models: part.models.map(({ generator, pairs }) => ({ generator, pairs })),
    outcome: "done",
    tasks: part.tasks.all,
    doneBefore: part.tasks.all,
    counts: createAnnotationCounter().counts,
    asking: null,
    warnings: part.warnings,
    orderEffect: { shown, preferredFirst, shownBothWays, flipped },
    looks: [],
    leftOut: 0,
    unasked: 0,
    unjudged: 0,
    lasting: 0,
    unjudgedByReason: {},
    exampleByReason: {},
  };
}

/** SHA-256 of all that decides what the output holds; null where not all of it can be told. */
async function sealOf(request: ResolvedAnnotateRequest, judge: Judge | Panel): Promise<string | null> {
  const { baseline, modelOutputs, reuse = [], output, until, untilAgainst, untilWidth, escalate } = request;
  const hasRule = (until ?? untilAgainst ?? untilWidth ?? escalate) !== undefined;
  if (hasRule || judge.kind !== "judge" || typeof request.judge === "function") return null;
  const read = [
    ...(baseline === noBaseline ? [] : [baseline]),
    ...(await expandPaths(modelOutputs)),
    ...reuse,
  ];
  const files: [string, string | null][] = [];
  for (const path of [...read, output]) files.push([path, await hashFile(path)]);
  if (files.some(([, hash]) => hash === null)) return null;
  // who is asked, and with which key, says nothing of what is there
  const { baseUrl, apiKeyEnv, header, envFile, isEnvFileTrusted, provider, isProviderTrusted, ...asked } =
    request;
  const members = Object.entries(asked).map(([name, value]) => [
    name,
    value instanceof Map ? [...value] : value,
  ]);
  return sha256(canonicalJson([packageVersion(), members.sort(), judge.name, judge.fingerprint, files]));
}
