// What a server has turned down and a request can do without → the requests after that, changed once for the whole run,
// and known to the next one by the store.
import type { ChatMessage, ChatRequest } from "../client/completion.js";
import type { Failure } from "../client/failure.js";
import type { ReplyStore } from "../store/reply-store.js";
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
  /** Takes over what an earlier run has learnt of a request's model, once a model. */
  recall(asked: AdaptableRequest, store: ReplyStore): Promise<void>;
  /** A request as its model takes it. */
  apply(asked: AdaptableRequest): ChatRequest;
  /** How often it has learnt: a request that was made before must be made anew. */
  readonly revision: number;
  /**
   * Learns from a failure; true when the request that met it is now sent otherwise.
   * @param asked before anything was changed
   * @param sent as it met the failure
   */
  learn(failure: Failure, asked: AdaptableRequest, sent: ChatRequest): boolean;
  /** The model has answered: what was learnt for it is kept, and said in one line. */
  noteAnswer(model: string, store: ReplyStore): Promise<void>;
  /** Tells the run what concerns the requests to come. */
  readonly say: (notice: string) => void;
  /** A model has answered since. */
  readonly hasAnswer: boolean;
  /** What was learnt, by model. */
  readonly changes: Readonly<Record<string, ParameterChanges>>;
}

const none: ParameterChanges = { room: null, dropped: [] };

/** @param onNotice told once a model, in a `code: sentence`, of each kind of change */
export function createAdaptation(onNotice: (notice: string) => void = () => {}): Adaptation {
  const learnt = new Map<string, ParameterChanges>();
  const recalled = new Map<string, Promise<void>>();
  const kept = new Map<string, ParameterChanges>();
  const unsaid = new Map<string, string>();
  let hasAnswer = false;
  let revision = 0;
  const apply = ({ request, keeps }: AdaptableRequest): ChatRequest => {
    const changes = learnt.get(request.model);
    if (changes === undefined) return request;
    const changed = { ...request, sampling: changeSampling(request.sampling, changes, keeps) };
    return changes.joinsSystem ? withoutSystemRole(changed) : changed;
  };
  /** Where it changes how a question is asked, that is said when the model has answered. */
  const take = (model: string, changes: ParameterChanges, asked: AdaptableRequest) => {
    learnt.set(model, changes);
    const said = describeChanges(asked.request.sampling, apply(asked).sampling);
    if (said !== "")
      unsaid.set(model, `adapted: ${model} is asked with ${said}, as it does not accept what the judge has`);
  };
  const learnSystem = (asked: AdaptableRequest, sent: ChatRequest): boolean => {
    const { model } = sent;
    if (!sent.messages.some(({ role }) => role === "system")) return false;
    if (learnt.get(model)?.joinsSystem) return true;
    onNotice(`system-role: ${model} takes no system message; it stands before the user's from here on`);
    take(model, { ...(learnt.get(model) ?? none), joinsSystem: true }, asked);
    revision++;
    return true;
  };
  return {
    get revision() {
      return revision;
    },
    get changes() {
      return Object.fromEntries(learnt);
    },
    say: onNotice,
    apply,
    recall(asked, store) {
      const { model } = asked.request;
      const known = recalled.get(model);
      if (known !== undefined) return known;
      const recalling = store.changes().then((changes) => {
        if (changes === null) return;
        kept.set(model, changes);
        take(model, changes, asked);
      });
      recalled.set(model, recalling);
      return recalling;
    },
    learn(failure, asked, sent) {
      if (failure.kind === "fatal" && failure.cause === "system-role") return learnSystem(asked, sent);
      if (failure.kind !== "bad-parameter" || isAboutRoom(failure)) return false;
      const { model } = sent;
      const known = learnt.get(model) ?? none;
      const { parameter } = failure;
      // another request has learnt it meanwhile
      if (!(parameter in apply(asked).sampling) && parameter in sent.sampling) return true;
      const changes = changesAfterRefusal(parameter, known, { sampling: sent.sampling, keeps: asked.keeps });
      if (changes === null) return false;
      take(model, changes, asked);
      if (parameter in apply(asked).sampling) return false;
      revision++;
      return true;
    },
    get hasAnswer() {
      return hasAnswer;
    },
    async noteAnswer(model, store) {
      hasAnswer = true;
      const notice = unsaid.get(model);
      const changes = learnt.get(model);
      if (changes !== undefined && changes !== kept.get(model)) {
        kept.set(model, changes);
        await store.keepChanges(changes);
      }
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
