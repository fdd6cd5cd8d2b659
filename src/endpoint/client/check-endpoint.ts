// One cheap request, the list of models, → whether an endpoint can be used: it answers, and takes the key.
import { JudgeUnusableError } from "../../core/errors.js";
import { describeFatal, describeUnreached, type EndpointNames } from "./describe-failure.js";
import { toPublicUrl } from "./endpoint-address.js";
import type { EndpointOptions } from "./endpoint-options.js";
import type { Failure } from "./failure.js";
import { attemptOnce, openClient } from "./openai-client.js";

/** @returns the models that the endpoint lists; null when it answers but lists none */
export async function listModels(
  options: EndpointOptions & { readonly timeoutMs: number },
): Promise<readonly string[] | null> {
  const { client, publicUrl, proxy, close } = openClient({ ...options, connections: 1 });
  const names: EndpointNames = {
    publicUrl,
    model: "",
    keyVariable: options.apiKey === null ? null : (options.keyVariable ?? "the settings"),
    proxy: proxy && toPublicUrl(proxy.href),
    whereIsParameter: (name) => name,
    modelOption: options.modelOption ?? "--judge-model",
  };
  try {
    const answer = await attemptOnce<{ kind: "answered"; text: string }>(
      { timeoutMs: options.timeoutMs, sampling: [] },
      async (attempt) => {
        const body: unknown = await client.get("/models", { fetchOptions: { attempt } as object });
        return { kind: "answered", text: String(body ?? "") };
      },
    );
    if (answer.kind === "answered") return readModels(answer.text, names);
    refuseUnusable(answer.failure, names);
    return null;
  } finally {
    await close();
  }
}

function readModels(text: string, names: EndpointNames): readonly string[] | null {
  try {
    const { data } = JSON.parse(text) as { data?: readonly { id?: unknown }[] };
    return Array.isArray(data) ? data.map(({ id }) => String(id)) : null;
  } catch {
    throw describeUnreached("it answers with something else than JSON", names);
  }
}

/** Not every server lists its models, so a plain "there is no such thing" is no fault. */
function refuseUnusable(failure: Failure, names: EndpointNames): void {
  if (failure.kind === "fatal" && failure.cause !== "route" && failure.cause !== "model")
    throw describeFatal(failure.cause, failure.detail, names);
  if (failure.kind !== "transient" || failure.isOverload) return;
  if (failure.isUnreached || failure.reason === "timeout") throw describeUnreached(failure.detail, names);
  throw new JudgeUnusableError(`${names.publicUrl} is out of order: ${failure.detail}`, {
    hint: "Wait, or see whether the server has a page on its status.",
  });
}
