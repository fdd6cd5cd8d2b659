// One completion of one token → whether an endpoint can be used: it answers, takes the key, and knows the model. The list of
// models is looked at for a model to ask, and decides nothing: servers give it to other keys, or not at all.
import { JudgeUnusableError } from "../../core/errors.js";
import { createChatEndpoint } from "./chat-endpoint.js";
import {
  describeFatal,
  describeRejections,
  describeUnreached,
  type EndpointNames,
} from "./describe-failure.js";
import type { EndpointOptions } from "./endpoint-options.js";
import type { Failure } from "./failure.js";
import { attemptOnce, openClient } from "./openai-client.js";

export interface EndpointFindings {
  /** The models that it lists; null where it lists none. */
  readonly models: readonly string[] | null;
  /** The model that was asked, and who answered in the server's words; null where nobody says, or none was asked by name. */
  readonly model: string;
  readonly servedModel: string | null;
  /** What the server said where it did not answer and can be used all the same; null for an answer. */
  readonly remark: string | null;
}

type CheckOptions = EndpointOptions & { readonly timeoutMs: number };

/** Asked for where none is named and none is listed. */
const anyModel = "gpt-4.1-mini";

/**
 * @param named the model to ask; null for any that the endpoint lists
 * @throws JudgeUnusableError (exit 4) where a run could not begin
 */
export async function checkEndpoint(options: CheckOptions, named: string | null): Promise<EndpointFindings> {
  const models = await listModels(options);
  const model = named ?? models?.[0] ?? anyModel;
  const endpoint = createChatEndpoint({ ...options, connections: 1 });
  try {
    const messages = [{ role: "user" as const, content: "Say yes." }];
    const answer = await endpoint.complete({ messages, model, sampling: { max_tokens: 1 }, repeat: 0 });
    if (answer.kind === "completed")
      return { models, model, servedModel: answer.completion.servedBy.model, remark: null };
    const remark =
      answer.kind === "failed" ? readFailure(answer.failure, endpoint.namesFor(model), named !== null) : null;
    return { models, model, servedModel: null, remark };
  } finally {
    await endpoint.close();
  }
}

/** The models that an endpoint lists; null for whatever else it says. */
async function listModels(options: CheckOptions): Promise<readonly string[] | null> {
  const { client, close } = openClient({ ...options, connections: 1 });
  const answer = await attemptOnce<{ kind: "answered"; text: string }>(
    { timeoutMs: options.timeoutMs, sampling: [] },
    async (attempt) => {
      const body: unknown = await client.get("/models", { fetchOptions: { attempt } as object });
      return { kind: "answered", text: String(body ?? "") };
    },
  );
  await close();
  if (answer.kind !== "answered") return null;
  try {
    const { data } = JSON.parse(answer.text) as { data?: readonly { id?: unknown }[] };
    return Array.isArray(data) && data.length > 0 ? data.map(({ id }) => String(id)) : null;
  } catch {
    return null;
  }
}

/** What a failure leaves usable, in words. @throws JudgeUnusableError where a run could not begin */
function readFailure(failure: Failure, names: EndpointNames, isNamed: boolean): string {
  const detail = failure.kind === "aborted" ? "" : failure.detail;
  switch (failure.kind) {
    case "fatal":
      if (failure.cause === "model" && !isNamed) return `name a model to ask it (${names.modelOption})`;
      throw describeFatal(failure.cause, detail, names);
    case "rejected":
      throw describeRejections(detail, names);
    case "transient":
      if (failure.isOverload) return `it is busy: ${detail}`;
      if (failure.isUnreached || failure.reason === "timeout") throw describeUnreached(detail, names);
      if (failure.isReply) return detail;
      throw new JudgeUnusableError(`${names.publicUrl} is out of order: ${detail}`, {
        hint: "Wait, or see whether the server has a page on its status.",
      });
    default:
      // one token of one question is what it does not take: it answers
      return detail;
  }
}
