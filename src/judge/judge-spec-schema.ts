// The keys of judge.json and what may stand in them. Every object is closed: a misspelt key is an error that
// names the known ones, and there is no key for a host, a key variable or a file outside the folder.
import { z } from "zod";
import { protocols } from "./protocols/index.js";

/** An object of these keys and no others; the message for another key names the known ones. */
function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? unknownKeys(issue.keys, Object.keys(shape)) : undefined,
  });
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const names = keys.map((key) => `"${key}"`).join(", ");
  const aboutHosts = keys.some((key) => /url|host|key|env|header|token$/i.test(key))
    ? " (a judge names no host and no key: give them by --base-url and --api-key-env)"
    : "";
  return `unknown key ${names}; known keys: ${known.join(", ")}${aboutHosts}`;
}

const reservedInExtra = ["messages", "model", "stream", "n"];

const sampling = closed({
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().gt(0).max(1).optional(),
  max_tokens: z.int().min(1).optional(),
  max_completion_tokens: z.int().min(1).optional(),
  seed: z.int().optional(),
  stop: z.array(z.string().min(1)).max(4).optional(),
  logprobs: z.boolean().optional(),
  top_logprobs: z.int().min(0).max(20).optional(),
  response_format: z.looseObject({ type: z.enum(["text", "json_object", "json_schema"]) }).optional(),
  reasoning_effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh"]).optional(),
  /** Parameters that only some servers know (`top_k`, `chat_template_kwargs`, …), sent as they are. */
  extra: z
    .record(z.string(), z.unknown())
    .refine((extra) => !Object.keys(extra).some((key) => reservedInExtra.includes(key)), {
      error: `may not hold ${reservedInExtra.join(", ")}`,
    })
    .optional(),
}).refine((value) => value.max_tokens === undefined || value.max_completion_tokens === undefined, {
  error: "give max_tokens or max_completion_tokens (reasoning models take the latter), not both",
  path: ["max_tokens"],
});

const text = z.string().trim().min(1);
const common = {
  schema_version: z.literal(1, { error: "must be 1, the only version there is" }),
  description: text,
  /** With which published figures its results may be set side by side. */
  comparable: text,
  order: z.enum(["random", "both"]).default("random"),
};

const insideFolder = text
  .refine((path) => !/^(?:[/\\]|[A-Za-z]:)/.test(path), { error: "must be relative to the judge's folder" })
  .refine((path) => !path.split(/[/\\]/).includes(".."), {
    error: 'must stay inside the judge\'s folder (no "..")',
  });

/** judge.json of one judge. */
export const judgeSchema = closed({
  ...common,
  /** The default; `--judge-model` wins. */
  model: text,
  prompt: insideFolder.default("prompt.md"),
  labels: closed({ first: text, second: text, tie: text.optional() })
    .refine(({ first, second, tie }) => new Set([first, second, tie]).size === 3, {
      error: "the labels must differ from each other",
    })
    .default({ first: "A", second: "B" }),
  sampling: sampling.default({}),
  /** The least share of the probability that the labels must hold. */
  min_label_share: z.number().min(0).max(1).optional(),
  protocol: z.looseObject({ name: z.enum([...protocols.keys()] as [string, ...string[]]) }),
});

/** judge.json that names other judges. */
export const panelSchema = closed({
  ...common,
  kind: z.enum(["pool", "jury"]),
  members: z
    .array(
      closed({
        judge: insideFolder,
        model: text.optional(),
        sampling: sampling.optional(),
        /** Share of a pool's instructions, relative to the other members'. */
        weight: z.number().gt(0).default(1),
      }),
    )
    .min(1),
  /** Jury only: how the votes are put together, and how many there must be. */
  combine: z.enum(["mean", "majority"]).default("mean"),
  quorum: z.int().min(1).optional(),
})
  .refine((panel) => panel.kind === "pool" || panel.members.length > 1, {
    error: "a jury of one has no votes to combine; make it a pool",
    path: ["members"],
  })
  .refine((panel) => (panel.quorum ?? 1) <= panel.members.length, {
    error: "must not be larger than the number of members",
    path: ["quorum"],
  });
