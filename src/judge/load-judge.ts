// A judge's name or folder → the judge. Names are the folders of `prompts/` and `offline`; a path is a folder with
// a judge.json of ours or a configs.yaml of alpaca_eval.
import { basename, join, resolve } from "node:path";
import { InputError } from "../core/errors.js";
import { parseJson } from "../io/rows/parse-json.js";
import {
  foldersHolding,
  holdsFile,
  isFolder,
  readInsideFolder,
  shippedJudgesFolder,
} from "../io/wire/judge-folder.js";
import { importAlpacaEvalJudge } from "./import-alpaca-eval/index.js";
import { type Judge, makeJudge } from "./judge.js";
import { type JudgeOverrides, mergeSampling } from "./judge-overrides.js";
import { type JudgeSpec, type PanelSpec, parseJudgeSpec } from "./judge-spec.js";
import { offlineJudge } from "./offline-judge.js";
import { makePanel, type Panel } from "./panel.js";
import { type PromptTemplate, parsePromptTemplate, placeholdersOf } from "./prompt-template.js";
import { protocols } from "./protocols/index.js";

const ownFile = "judge.json";
const alpacaEvalFiles = ["configs.yaml", "config.yaml"];

/** Names of the judges that come with lceval. */
export function listJudges(): string[] {
  return [...foldersHolding(shippedJudgesFolder(), ownFile), "offline"].sort();
}

/** Loads a judge. @throws InputError naming every problem of its files, or the known names when there is no such judge. */
export function loadJudge(nameOrPath: string, overrides: JudgeOverrides = {}): Judge | Panel {
  if (nameOrPath === "offline") return offlineJudge(overrides.labelNoise ?? null);
  return loadFolder(folderOf(nameOrPath), nameOrPath, overrides);
}

/** The folder of a judge that comes with lceval, else the path itself. */
export function folderOf(nameOrPath: string): string {
  const shipped = join(shippedJudgesFolder(), nameOrPath);
  const isName = /^[a-z0-9][a-z0-9_-]*$/i.test(nameOrPath) && holdsFile(shipped, ownFile);
  return isName ? shipped : nameOrPath;
}

function loadFolder(folder: string, asked: string, overrides: JudgeOverrides): Judge | Panel {
  if (holdsFile(folder, ownFile)) return loadOwn(folder, overrides);
  const imported = alpacaEvalFiles.find((file) => holdsFile(folder, file));
  if (imported !== undefined) return importAlpacaEvalJudge(folder, imported, overrides);
  const what = isFolder(folder)
    ? `holds neither ${ownFile} nor ${alpacaEvalFiles[0]}`
    : "is no judge's name and no folder";
  const hint = /^[./]/.test(asked)
    ? undefined
    : `if ${asked} is the model that judges: --judge verdict --judge-model ${asked}`;
  throw new InputError(
    { message: `judge "${asked}" ${what}; judges that come with lceval: ${listJudges().join(", ")}` },
    { hint },
  );
}

function loadOwn(folder: string, overrides: JudgeOverrides): Judge | Panel {
  const file = join(folder, ownFile);
  const spec = parseJudgeSpec(parseJson(readInsideFolder(folder, ownFile), file), file);
  return spec.kind === "judge" ? loadSingle(folder, spec, overrides) : loadPanel(folder, spec, overrides);
}

function loadSingle(folder: string, spec: JudgeSpec, overrides: JudgeOverrides): Judge {
  const template = parsePromptTemplate(readInsideFolder(folder, spec.prompt), join(folder, spec.prompt));
  const protocol = protocols.get(spec.protocol.name)!;
  checkTemplate(template, protocol.answersShown, join(folder, spec.prompt));
  if (spec.order !== "both" && placeholdersOf(template).has("output")) {
    const message = 'must be "both": the prompt shows one answer a request';
    throw new InputError({ file: join(folder, ownFile), field: "order", message });
  }
  return makeJudge({
    name: basename(resolve(folder)),
    description: spec.description,
    comparable: spec.comparable,
    order: spec.order,
    notes: [],
    model: overrides.model ?? spec.model,
    sampling: mergeSampling(spec.sampling, overrides.sampling),
    labels: spec.labels,
    template,
    protocol,
    options: spec.protocol.options,
    stated: Object.keys(overrides.sampling ?? {}),
    minLabelShare: overrides.minLabelShare ?? spec.minLabelShare,
    labelNoise: overrides.labelNoise ?? null,
  });
}

function loadPanel(folder: string, spec: PanelSpec, overrides: JudgeOverrides): Panel {
  const members = spec.members.map(({ judge: name, model, sampling, weight }) => {
    const inside = join(folder, name);
    const own = {
      model: overrides.model ?? model,
      sampling: mergeSampling(sampling ?? {}, overrides.sampling),
    };
    const settings = { ...overrides, ...own };
    const judge = holdsFile(inside, ownFile) ? loadOwn(inside, settings) : loadJudge(name, settings);
    if (judge.kind !== "judge") {
      throw new InputError({
        file: join(folder, ownFile),
        field: "members",
        message: `"${name}" is itself a ${judge.kind}`,
      });
    }
    return { judge, weight };
  });
  refuseEqualMembers(members, join(folder, ownFile));
  const { description, comparable, order } = spec;
  const rule = spec.kind === "jury" ? { combine: spec.combine, quorum: spec.quorum } : null;
  return makePanel(
    { name: basename(resolve(folder)), description, comparable, order, notes: [] },
    members,
    rule,
  );
}

/** The same juror twice would answer the same question twice, and the file could not tell the lines apart. */
function refuseEqualMembers(members: readonly { readonly judge: Judge }[], file: string): void {
  const first = new Map<string, number>();
  const problems = members.flatMap(({ judge }, i) => {
    const same = first.get(judge.fingerprint);
    if (same === undefined) first.set(judge.fingerprint, i);
    const message = `is member ${same} again (${judge.name}, ${judge.model}); weigh a member of a pool by "weight", and ask a judge several times by --repeat`;
    return same === undefined ? [] : [{ file, field: `members.${i}`, message }];
  });
  if (problems.length > 0) throw new InputError(problems);
}

function checkTemplate(template: PromptTemplate, answersShown: readonly (1 | 2)[], file: string): void {
  const used = placeholdersOf(template);
  const showsOne = used.has("output");
  const showsTwo = used.has("output_1") && used.has("output_2");
  const isHalf = used.has("output_1") !== used.has("output_2");
  const fits = showsOne !== showsTwo && !isHalf && answersShown.includes(showsOne ? 1 : 2);
  if (fits) return;
  const wanted = answersShown.map((count) => (count === 1 ? "{output} alone" : "{output_1} and {output_2}"));
  throw new InputError({ file, message: `the prompt of this protocol must show ${wanted.join(", or ")}` });
}
