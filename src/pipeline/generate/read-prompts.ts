// Files of instructions → what the model is asked, each once.
import { InputError, type InputProblem } from "../../core/errors.js";
import { ItemIds } from "../../core/item-identity.js";
import { describeLayouts, openItems } from "../../io/layouts/open-items.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { requireColumn } from "../../io/rows/require-column.js";
import { type Prompt, readPrompt } from "../../pairs/read-prompt.js";
import { sampleInstructions } from "../../pairs/sample-instructions.js";
import { isInShard, readShard } from "../../pairs/shard.js";
import { describeUnread } from "../asking/describe-unread.js";
import type { ResolvedGenerateRequest } from "./generate-request.js";

export interface Prompts {
  readonly files: readonly string[];
  readonly prompts: readonly Prompt[];
  readonly repeated: number;
  /** What the files were read as, each `code: sentence`. */
  readonly notes: readonly string[];
}

/** @throws InputError for rows that cannot be read, and for repeated instructions unless the first is to count */
export async function readPrompts(request: ResolvedGenerateRequest): Promise<Prompts> {
  const files = await expandPaths(request.instructions);
  const read: (Prompt | InputProblem[])[] = [];
  const problems: InputProblem[] = [];
  const notes: string[] = [];
  for (const path of files) {
    const { columns, layout } = { columns: request.outputColumns, layout: request.layout };
    const opened = await openItems(path, { columns, layout, asksOnly: true });
    if (!("layout" in opened.choice)) throw new InputError({ file: path, message: describeUnread(opened) });
    notes.push(...describeLayouts([opened]));
    let isFirst = true;
    for await (const batch of opened.rows()) {
      if (isFirst && request.idColumn !== undefined) requireColumn(batch, request.idColumn, "--id-column");
      isFirst = false;
      for (const { file, row, value } of batch) {
        read.push(readPrompt({ file, row, columns: value }, request.idColumn ?? null));
      }
    }
  }
  const byId = new Map<string, Prompt>();
  let repeated = 0;
  for (const prompt of request.idColumn === undefined ? identify(read) : read) {
    const first = "turns" in prompt && byId.get(prompt.id);
    if (!("turns" in prompt)) problems.push(...prompt);
    else if (!first) byId.set(prompt.id, prompt);
    else {
      repeated++;
      if (request.duplicates === "error") problems.push(repeatedProblem(prompt, first));
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  const sample =
    request.maxInstances === undefined
      ? null
      : sampleInstructions(byId.keys(), request.maxInstances, request.seed);
  const shard = readShard(request.shard ?? "1/1")!;
  const prompts = [...byId.values()].filter(
    ({ id }) => (sample === null || sample.has(id)) && isInShard(id, shard),
  );
  return { files, prompts, repeated, notes };
}

function identify<Problems>(read: readonly (Prompt | Problems[])[]): (Prompt | Problems[])[] {
  const ids = new ItemIds();
  for (const prompt of read) if ("turns" in prompt) ids.add(prompt);
  return read.map((prompt) => ("turns" in prompt ? { ...prompt, id: ids.idOf(prompt) } : prompt));
}

const repeatedProblem = ({ file, row }: Prompt, first: Prompt): InputProblem => ({
  file,
  row,
  field: "instruction",
  message: `repeats row ${first.row} of ${first.file}; use --duplicates first to ask it once, or --id-column`,
});
