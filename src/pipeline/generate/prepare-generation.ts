// A request to generate → everything that is known before the first question.

import { countOf } from "../../core/count-of.js";
import { InputError, UsageError } from "../../core/errors.js";
import { canonicalJson, sha256 } from "../../core/hash.js";
import { definedMembers, present } from "../../core/present.js";
import { isSystemError } from "../../io/durable/output-failure.js";
import { readTextFile } from "../../io/rows/read-text.js";
import { promptKey } from "../../pairs/read-prompt.js";
import { readSampling } from "../asking/sampling-options.js";
import { settleProvider } from "../asking/settle-provider.js";
import { warnAboutTornLines } from "../asking/warn-about-torn-lines.js";
import type { ResolvedGenerateRequest } from "./generate-request.js";
import { type GenerationState, readGenerationState } from "./generation-journal.js";
import type { GenerationSettings } from "./questions.js";
import { type Prompts, readPrompts } from "./read-prompts.js";

export interface PreparedGeneration extends Prompts {
  readonly request: ResolvedGenerateRequest;
  readonly generator: string;
  readonly settings: GenerationSettings;
  /** SHA-256 of what decides an answer, and of the name that it goes by. */
  readonly fingerprint: string;
  readonly state: GenerationState;
  /** Answers asked for: all, and those that the output has. */
  readonly tasks: number;
  readonly doneBefore: number;
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/** @throws UsageError, InputError (exit 3) for input that cannot be used or an output that belongs to another run */
export async function prepareGeneration(given: ResolvedGenerateRequest): Promise<PreparedGeneration> {
  const request = await settleProvider(given, "model");
  if (!/\.(jsonl|ndjson)$/.test(request.output))
    throw new UsageError(
      `the output ${request.output} must be a .jsonl file: it is a journal, one answer a line`,
    );
  const prompts = await readPrompts(request);
  const { model, idColumn = null, name: generator = model } = request;
  const system = request.system === undefined ? null : await readSystem(request.system);
  const { keepThinking: keepsThinking = false } = request;
  const settings = { model, system, sampling: samplingOf(request), idColumn, keepsThinking };
  const asked = {
    generator,
    model,
    system,
    sampling: settings.sampling,
    ...(keepsThinking && { keepsThinking }),
  };
  const fingerprint = sha256(canonicalJson(asked));
  const state = await readGenerationState(request.output, fingerprint, prompts.prompts);
  const { files, repeated } = prompts;
  return {
    ...prompts,
    request,
    generator,
    settings,
    fingerprint,
    state,
    tasks: prompts.prompts.reduce((sum, { steps }) => sum + steps.length, 0),
    doneBefore: prompts.prompts.reduce(
      (sum, prompt) =>
        sum + prompt.steps.filter((_, step) => state.answers.has(promptKey(prompt, step))).length,
      0,
    ),
    warnings: present([
      ...prompts.notes,
      repeated > 0 &&
        `duplicates: ${files.join(", ")}: ${countOf(repeated, "repetition")} of instructions left out`,
      ...warnAboutTornLines(request.output, state.fragments),
    ]),
  };
}

function samplingOf({ temperature, topP, samplingSeed, ...stated }: ResolvedGenerateRequest) {
  const named = definedMembers({ temperature, top_p: topP, seed: samplingSeed });
  const others = readSampling(stated);
  const twice = Object.keys(named).filter((name) => name in others);
  if (twice.length > 0) throw new UsageError(`--sampling ${twice.join(", ")} is stated twice`);
  return { ...named, ...others };
}

/** The text of the file of that name, else the words themselves; what can only be a file's name must be a file. */
async function readSystem(given: string): Promise<string> {
  try {
    return await readTextFile(given);
  } catch (error) {
    const isMissing = isSystemError(error) && /^(ENOENT|ENAMETOOLONG|ENOTDIR|EINVAL)$/.test(error.code ?? "");
    if (isMissing && !/^\S+\.\w{1,5}$/.test(given)) return given;
    throw new InputError({ file: given, message: "cannot be read as the system message" }, { cause: error });
  }
}
