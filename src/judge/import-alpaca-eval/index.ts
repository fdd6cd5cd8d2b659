// A judge folder of alpaca_eval (configs.yaml and the prompt it names) → a judge of ours with the same verdicts. Several
// entries in one file are a pool, as there.
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { InputError } from "../../core/errors.js";
import { holdsFile, readInsideFolder } from "../../io/wire/judge-folder.js";
import { type Judge, makeJudge } from "../judge.js";
import { type JudgeOverrides, mergeSampling } from "../judge-overrides.js";
import { makePanel, type Panel } from "../panel.js";
import { type PromptTemplate, placeholdersOf } from "../prompt-template.js";
import { type JudgeEntry, judgeEntry, NotImportable } from "./judge-entry.js";
import { parseChatMl } from "./parse-chatml.js";
import { readParser } from "./read-parser.js";
import { readCompletionSettings } from "./read-sampling.js";

const comparable =
  "comparable with alpaca_eval's published figures only if this is, unchanged, the judge published there under this name, asked of the same model in the same order";

const inputsNote =
  "of the two prompts the one without inputs is used: an item's input is shown with its instruction";

/** Loads a judge folder of alpaca_eval. @throws InputError naming the judge and the reason when it cannot be used. */
export function importAlpacaEvalJudge(
  folder: string,
  file: string,
  overrides: JudgeOverrides,
): Judge | Panel {
  const source = join(folder, file);
  const entries = Object.entries(parseYaml(readInsideFolder(folder, file), source));
  const judges = entries.map(([name, entry]) => importEntry(name, entry, folder, source, overrides));
  if (judges.length === 1) return judges[0]!;
  const name = basename(resolve(folder));
  const description = `alpaca_eval's pool of ${judges.length}: ${entries.map(([member]) => member).join(", ")}`;
  const members = judges.map((judge) => ({ judge, weight: 1 }));
  return makePanel({ name, description, comparable, order: judges[0]!.order, notes: [] }, members, null);
}

function importEntry(
  name: string,
  raw: unknown,
  folder: string,
  file: string,
  overrides: JudgeOverrides,
): Judge {
  const result = judgeEntry.safeParse(raw);
  if (!result.success) {
    throw new InputError(
      result.error.issues.map(({ path, message }) => ({ file, field: [name, ...path].join("."), message })),
    );
  }
  try {
    return bind(name, result.data, folder, overrides);
  } catch (error) {
    if (!(error instanceof NotImportable)) throw error;
    throw new InputError(
      { file, message: `alpaca_eval's judge "${name}" cannot be used: ${error.message}` },
      {
        cause: error,
        hint: "judges of the log-probability, ranking and regex kinds over openai_completions can be",
      },
    );
  }
}

function bind(name: string, entry: JudgeEntry, folder: string, overrides: JudgeOverrides): Judge {
  if (entry.fn_completions !== "openai_completions") {
    throw new NotImportable(`it asks through ${entry.fn_completions}, not an OpenAI-compatible endpoint`);
  }
  const { protocol, options, labels } = readParser(entry);
  const comparisons = entry.batch_size;
  if (comparisons > 1 && protocol.split === undefined) {
    throw new NotImportable(`it puts ${comparisons} comparisons into one prompt, and its parser reads one`);
  }
  const { model, sampling, notes } = readCompletionSettings(entry.completions_kwargs);
  const favours = ["tokens_to_favor", "tokens_to_avoid"].find((name) => name in entry.completions_kwargs);
  if (favours !== undefined && protocol.needsLogprobs) {
    throw new NotImportable(`completions_kwargs.${favours} has no counterpart`);
  }
  return makeJudge({
    name,
    description: "a judge in alpaca_eval's format",
    comparable,
    order: entry.is_randomize_output_order ? "random" : "baseline-first",
    notes: typeof entry.prompt_template === "string" ? notes : [...notes, inputsNote],
    model: overrides.model ?? model,
    sampling: mergeSampling(sampling, overrides.sampling),
    labels,
    template: readTemplate(folder, entry),
    comparisons,
    protocol,
    options,
    stated: Object.keys(overrides.sampling ?? {}),
    minLabelShare: overrides.minLabelShare ?? 0,
    labelNoise: overrides.labelNoise ?? null,
  });
}

/** Paths of prompts start at the folder above the judge's own, which is as far as they may reach. */
function readTemplate(folder: string, { prompt_template, batch_size }: JudgeEntry): PromptTemplate {
  const isOneOfTwo = typeof prompt_template !== "string";
  const path = isOneOfTwo ? prompt_template.without_inputs : prompt_template;
  const above = dirname(resolve(folder));
  const text = holdsFile(above, path)
    ? readInsideFolder(above, path)
    : readInsideFolder(folder, basename(path));
  const template = parseChatMl(text);
  if ("problem" in template) throw new NotImportable(`its prompt ${path} ${template.problem}`);
  const used = placeholdersOf(template);
  if (!used.has("output_1") || !used.has("output_2")) {
    throw new NotImportable(`its prompt ${path} does not show {output_1} and {output_2}`);
  }
  const filled = isOneOfTwo ? withoutInput(template) : template;
  return batch_size === 1 ? filled : inSlots(filled, path, batch_size);
}

/** The input stands in the instruction; a prompt that names it all the same gets an empty one, as there. */
const withoutInput = (template: PromptTemplate): PromptTemplate =>
  template.map(({ role, parts }) => ({
    role,
    parts: parts.filter((part) => part.kind !== "value" || part.name !== "input"),
  }));

/** The nth time that a prompt for several comparisons names a placeholder it means the nth comparison. */
function inSlots(template: PromptTemplate, path: string, comparisons: number): PromptTemplate {
  const seen = new Map<string, number>();
  const slotOf = (name: string) => {
    const slot = seen.get(name) ?? 0;
    seen.set(name, slot + 1);
    return slot;
  };
  const numbered = template.map(({ role, parts }) => ({
    role,
    parts: parts.map((part) => (part.kind === "value" ? { ...part, slot: slotOf(part.name) } : part)),
  }));
  const [wrong] = [...seen].filter(([, times]) => times !== comparisons);
  if (wrong === undefined) return numbered;
  throw new NotImportable(
    `its prompt ${path} has {${wrong[0]}} ${wrong[1]} times, with a batch_size of ${comparisons}`,
  );
}

function parseYaml(text: string, file: string): Record<string, unknown> {
  const result = z.record(z.string(), z.unknown()).safeParse(parsed(text, file));
  if (result.success && Object.keys(result.data).length > 0) return result.data;
  throw new InputError({ file, message: "must map a judge's name to its settings" });
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new InputError({ file, message: `is not YAML: ${(cause as Error).message}` }, { cause });
  }
}
