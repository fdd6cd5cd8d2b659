// One entry of a configs.yaml, checked only as far as lceval reads it; the reference ignores unknown keys too.
import { z } from "zod";

const record = z.record(z.string(), z.unknown());

export const judgeEntry = z.looseObject({
  prompt_template: z.union([z.string().min(1), z.looseObject({ without_inputs: z.string().min(1) })]),
  fn_completions: z.string().min(1),
  completions_kwargs: record.default({}),
  fn_completion_parser: z.string().default("regex_parser"),
  completion_parser_kwargs: record.default({}),
  completion_key: z.string().default("completions"),
  batch_size: z.int().min(1).max(100).default(1),
  is_randomize_output_order: z.boolean().default(true),
  processors_to_kwargs: record.nullish(),
});

export type JudgeEntry = z.infer<typeof judgeEntry>;

/** Why a judge of alpaca_eval cannot be used; reported with its name. */
export class NotImportable extends Error {}
