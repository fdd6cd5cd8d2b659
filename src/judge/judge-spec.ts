// judge.json → a checked JudgeSpec, or everything that is wrong with it at once. A judge is data: what it says
// decides how its replies are made and read, and nothing in it names a host, a key or a file outside its folder.
import type { z } from "zod";
import { InputError, type InputProblem } from "../core/errors.js";
import { judgeSchema, panelSchema } from "./judge-spec-schema.js";
import { protocols } from "./protocols/index.js";

/** What judge.json may say about the request; the names are the wire's. */
export interface Sampling {
  readonly [name: string]: unknown;
}

type Stated = z.output<typeof judgeSchema>;

/** A checked judge.json of one judge. */
export interface JudgeSpec
  extends Pick<Stated, "description" | "comparable" | "model" | "prompt" | "labels" | "order"> {
  readonly kind: "judge";
  readonly sampling: Sampling;
  readonly minLabelShare: number | undefined;
  readonly protocol: { readonly name: string; readonly options: unknown };
}

/** A checked judge.json that names other judges. */
export interface PanelSpec extends Omit<z.output<typeof panelSchema>, "schema_version" | "quorum"> {
  readonly quorum: number;
}

/**
 * Checks a parsed judge.json.
 * @param source The file's name, for messages.
 * @throws InputError with every problem: the key, what is wrong, what is allowed.
 */
export function parseJudgeSpec(json: unknown, source: string): JudgeSpec | PanelSpec {
  if (typeof json === "object" && json !== null && "members" in json) return parsePanel(json, source);
  const {
    schema_version: _,
    protocol,
    min_label_share: minLabelShare,
    ...spec
  } = check(judgeSchema, json, source);
  const { name, ...rest } = protocol;
  const options = check(protocols.get(name)!.options, rest, source, "protocol");
  const judge = { kind: "judge", ...spec, minLabelShare, protocol: { name, options } } as const;
  const problems = contradictions(judge);
  if (problems.length > 0) throw new InputError(problems.map((problem) => ({ file: source, ...problem })));
  return { ...judge, sampling: wireSampling(judge.sampling) };
}

function parsePanel(json: unknown, source: string): PanelSpec {
  const { schema_version: _, quorum, members, ...panel } = check(panelSchema, json, source);
  return {
    ...panel,
    members: members.map((member) => ({
      ...member,
      sampling: member.sampling && wireSampling(member.sampling),
    })),
    quorum: quorum ?? Math.floor(members.length / 2) + 1,
  };
}

/** What no single key can tell. */
function contradictions(judge: JudgeSpec): { field: string; message: string }[] {
  const protocol = protocols.get(judge.protocol.name)!;
  const { logprobs, top_logprobs: topLogprobs } = judge.sampling;
  const problems = [];
  if (protocol.needsLogprobs && !(logprobs === true && Number(topLogprobs) >= 2)) {
    problems.push({
      field: "sampling.top_logprobs",
      message: `protocol ${protocol.name} needs "logprobs": true and "top_logprobs" from 2 to 20`,
    });
  }
  return problems;
}

function wireSampling({ extra, ...named }: Sampling): Sampling {
  return { ...named, ...(extra as Sampling | undefined) };
}

function check<Value>(schema: z.ZodType<Value>, json: unknown, file: string, under?: string): Value {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new InputError(
    result.error.issues.map(({ path, message }): InputProblem => {
      const field = [...(under === undefined ? [] : [under]), ...path.map(String)].join(".");
      return { file, field: field === "" ? undefined : field, message };
    }),
  );
}
