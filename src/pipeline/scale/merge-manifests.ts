// The manifests beside several journals → one: the parts of all, and a last one that says what the file of all is to hold.
import { InputError } from "../../core/errors.js";
import { readShard } from "../../pairs/shard.js";
import {
  type Manifest,
  type ModelOfRun,
  type RunPart,
  readManifest,
  writeManifest,
} from "../asking/manifest-file.js";

type JudgingPart = RunPart & {
  readonly judges?: readonly {
    readonly name: string;
    readonly model: string;
    readonly fingerprint: string;
  }[];
  readonly models?: readonly ModelOfRun[];
};

/** @returns what is to be said, each `code: sentence`. @throws InputError (exit 3) for manifests that contradict each other */
export async function mergeManifests(files: readonly string[], output: string): Promise<string[]> {
  const manifests: { readonly file: string; readonly manifest: Manifest; readonly last: JudgingPart }[] = [];
  for (const file of files) {
    const manifest = await readManifest(file);
    const last = manifest?.parts.at(-1);
    if (manifest && last) manifests.push({ file, manifest, last });
  }
  if (manifests.length === 0) return [];
  const without = files.filter((file) => !manifests.some((each) => each.file === file));
  refuseOtherJudges(manifests);
  const { missing, shardOf } = readShards(manifests);
  const lasts = manifests.map(({ last }) => last);
  const first = lasts[0]!;
  const same = <Value>(of: (part: JudgingPart) => Value): Value | null =>
    lasts.every((part) => JSON.stringify(of(part)) === JSON.stringify(of(first))) ? of(first) : null;
  const inputs = new Map(
    lasts.flatMap((part) => part.inputs.map((input) => [`${input.path} ${input.sha256}`, input])),
  );
  const judges = new Map(
    lasts.flatMap(({ judges = [] }) => judges.map((judge) => [judge.fingerprint, judge])),
  );
  const models = sumModels(lasts, shardOf);
  const sum = (of: (part: RunPart) => number) => lasts.reduce((total, part) => total + of(part), 0);
  const part = {
    ...first,
    started_at: new Date().toISOString(),
    finished_at: new Date().toISOString(),
    outcome: lasts.every(({ outcome }) => outcome === "done") ? ("done" as const) : ("partial" as const),
    arguments: { ...first.arguments, shard: undefined, output },
    inputs: [...inputs.values()],
    endpoint: same(({ endpoint }) => endpoint),
    tasks: { all: sum(({ tasks }) => tasks.all), done_before: sum(({ tasks }) => tasks.all), asked_for: 0 },
    requests: 0,
    merged_from: files,
    ...(judges.size > 0 && { judges: [...judges.values()] }),
    ...(models.length > 0 && { models }),
  };
  const parts = manifests.flatMap(({ manifest }) => manifest.parts);
  await writeManifest(output, { ...manifests[0]!.manifest, parts }, part);
  return [
    ...(without.length > 0 ? [`no-manifest: nothing says what ${without.join(", ")} was to hold`] : []),
    ...(missing.length > 0 ? [`missing-shards: ${missing.join(", ")}`] : []),
  ];
}

interface OfFile {
  readonly file: string;
  readonly last: JudgingPart;
}

/** A juror of a name and a model is one judge. */
function refuseOtherJudges(manifests: readonly OfFile[]): void {
  const known = new Map<string, { readonly fingerprint: string; readonly file: string }>();
  for (const { file, last } of manifests)
    for (const { name, model, fingerprint } of last.judges ?? []) {
      const other = known.get(`${name} ${model}`);
      if (other && other.fingerprint !== fingerprint)
        throw new InputError({
          file,
          message: `was judged by another ${name} than ${other.file}: the prompt or the sampling differs`,
        });
      known.set(`${name} ${model}`, { fingerprint, file });
    }
}

const shardText = ({ arguments: { shard } }: RunPart) => (typeof shard === "string" ? shard : "");

function readShards(manifests: readonly OfFile[]) {
  const shards = manifests.flatMap(({ file, last }) => {
    const shard = readShard(shardText(last));
    return shard ? [{ file, ...shard }] : [];
  });
  const [first] = shards;
  const odd = shards.find(({ count }) => count !== first?.count);
  if (first && odd)
    throw new InputError({
      file: odd.file,
      message: `is a shard of ${odd.count}, and ${first.file} one of ${first.count}: they overlap`,
    });
  const there = new Set(shards.map(({ index }) => index));
  const all = first ? Array.from({ length: first.count }, (_, i) => i + 1) : [];
  const missing = all.filter((index) => !there.has(index)).map((index) => `${index}/${first!.count}`);
  return { missing, shardOf: shardText };
}

/** What the file is to hold of each model: of each shard the most that a run of it was for, of all shards together. */
function sumModels(parts: readonly JudgingPart[], shardOf: (part: RunPart) => string): ModelOfRun[] {
  const byModel = new Map<string, Map<string, ModelOfRun>>();
  for (const part of parts)
    for (const model of part.models ?? []) {
      const shards = byModel.get(model.generator) ?? new Map<string, ModelOfRun>();
      const known = shards.get(shardOf(part));
      if (!known || known.in_file_when_done < model.in_file_when_done) shards.set(shardOf(part), model);
      byModel.set(model.generator, shards);
    }
  return [...byModel].map(([generator, shards]) => {
    const sum = (of: (model: ModelOfRun) => number) =>
      [...shards.values()].reduce((total, model) => total + of(model), 0);
    return {
      generator,
      pairs: sum(({ pairs }) => pairs),
      tasks: sum(({ tasks }) => tasks),
      in_file_when_done: sum((model) => model.in_file_when_done),
    };
  });
}
