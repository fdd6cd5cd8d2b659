// What a server has turned down and a request can do without → the requests after that, changed once for the whole run.
import type { ChatMessage, ChatRequest } from "../client/completion.js";
import type { Failure } from "../client/failure.js";
import {
  changeSampling,
  changesAfterRefusal,
  describeChanges,
  type ParameterChanges,
} from "../words/model-families.js";

/** A request, and the parameters of it that may not be left out. */
export interface AdaptableRequest {
  readonly request: ChatRequest;
  readonly keeps: readonly string[];
}

export interface Adaptation {
  /** A request as its model takes it. */
  apply(asked: AdaptableRequest): ChatRequest;
  /** How often it has learnt: a request that was made before must be made anew. */
  readonly revision: number;
  /**
   * Learns from a failure; true when the request that met it is now sent otherwise.
   *
   * @param asked before anything was changed
   * @param sent as it met the failure
   */
  learn(failure: Failure, asked: AdaptableRequest, sent: ChatRequest): boolean;
  /** The model has answered: what was learnt for it is said, in one line. */
  noteAnswer(model: string): void;
  /** A model has answered since. */
  readonly hasAnswer: boolean;
  /** What was learnt, by model. */
  readonly changes: Readonly<Record<string, ParameterChanges>>;
}

const none: ParameterChanges = { room: null, dropped: [] };

/** @param onNotice told once a model, in a `code: sentence`, of each kind of change */
export function createAdaptation(onNotice: (notice: string) => void = () => {}): Adaptation {
  const learnt = new Map<string, ParameterChanges>();
  const unsaid = new Map<string, string>();
  let joinsSystem = false;
  let hasAnswer = false;
  let revision = 0;
  const changeFor = ({ request, keeps }: AdaptableRequest): ChatRequest => {
    const changes = learnt.get(request.model);
    if (changes === undefined) return request;
    return { ...request, sampling: changeSampling(request.sampling, changes, keeps) };
  };
  const learnSystem = (sent: ChatRequest): boolean => {
    if (!sent.messages.some(({ role }) => role === "system")) return false;
    if (!joinsSystem) {
      onNotice(
        `system-role: ${sent.model} takes no system message; it stands before the user's from here on`,
      );
      revision++;
    }
    joinsSystem = true;
    return true;
  };
  return {
    get revision() {
      return revision;
    },
    get changes() {
      return Object.fromEntries(learnt);
    },
    apply: (asked) => (joinsSystem ? withoutSystemRole(changeFor(asked)) : changeFor(asked)),
    learn(failure, asked, sent) {
      if (failure.kind === "fatal" && failure.cause === "system-role") return learnSystem(sent);
      if (failure.kind !== "bad-parameter" || isAboutRoom(failure)) return false;
      const { model } = sent;
      const known = learnt.get(model) ?? none;
      const { parameter } = failure;
      // another request has learnt it meanwhile
      if (!(parameter in changeFor(asked).sampling) && parameter in sent.sampling) return true;
      const changes = changesAfterRefusal(parameter, known, { sampling: sent.sampling, keeps: asked.keeps });
      if (changes === null) return false;
      learnt.set(model, changes);
      if (parameter in changeFor(asked).sampling) return false;
      revision++;
      const said = describeChanges(asked.request.sampling, changeFor(asked).sampling);
      unsaid.set(model, `adapted: ${model} is asked with ${said}, as it does not accept what the judge has`);
      return true;
    },
    get hasAnswer() {
      return hasAnswer;
    },
    noteAnswer(model) {
      hasAnswer = true;
      const notice = unsaid.get(model);
      if (notice === undefined) return;
      unsaid.delete(model);
      onNotice(notice);
    },
  };
}

/** The room is known and its size is out of bounds: no other name helps. */
const isAboutRoom = ({ parameter, detail }: Failure & { kind: "bad-parameter" }): boolean =>
  /^max_/.test(parameter) && /\bat (?:least|most)\b|[<>]=?|\btoo (?:large|small|high|low)\b/i.test(detail);

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
