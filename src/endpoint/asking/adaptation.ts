// What a server has turned down and a request can do without → the requests after that, changed once for the whole run.
import type { ChatMessage, ChatRequest } from "../client/completion.js";
import type { Failure } from "../client/failure.js";

export interface Adaptation {
  /** A request as this server takes it. */
  apply(request: ChatRequest): ChatRequest;
  /** How often it has learnt: a request that was made before must be made anew. */
  readonly revision: number;
  /** Learns from a failure; true when the request that met it is now sent otherwise. */
  learn(failure: Failure, request: ChatRequest): boolean;
}

/** @param onNotice told once, in a `code: sentence`, of each change */
export function createAdaptation(onNotice: (notice: string) => void): Adaptation {
  let joinsSystem = false;
  return {
    get revision() {
      return joinsSystem ? 1 : 0;
    },
    apply: (request) => (joinsSystem ? withoutSystemRole(request) : request),
    learn(failure, request) {
      if (failure.kind !== "fatal" || failure.cause !== "system-role") return false;
      if (!request.messages.some(({ role }) => role === "system")) return false;
      if (!joinsSystem)
        onNotice(
          `system-role: ${request.model} takes no system message; it stands before the user's from here on`,
        );
      joinsSystem = true;
      return true;
    },
  };
}

function withoutSystemRole(request: ChatRequest): ChatRequest {
  const system = request.messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const others = request.messages.filter(({ role }) => role !== "system");
  const [first, ...rest] = others;
  if (system.length === 0) return request;
  const said = system.join("\n\n");
  const messages: readonly ChatMessage[] =
    first?.role === "user"
      ? [{ role: "user", content: `${said}\n\n${first.content}` }, ...rest]
      : [{ role: "user", content: said }, ...others];
  return { ...request, messages };
}
