// What a judge could say to any prompt of lceval's kind, in the form that the prompt asks for: so that the commands of the
// documents run without a model. An answer's worth is drawn from the hash of its text; nothing is meant by it.
import { createHash } from "node:crypto";
import type { Behaviour, SeenRequest } from "../judge-server.js";

interface ShownAnswer {
  readonly label: string;
  /** 1 to 9 */
  readonly worth: number;
}

/** A server's behaviour. A request without answers between delimiters is one of `generate`. */
export function replyPlausibly({ body }: SeenRequest): Behaviour {
  const prompt = body.messages?.at(-1)?.content ?? "";
  const answers = shownAnswers(prompt);
  if (answers.length === 0)
    return { text: `One way to see it (${draw(prompt)}): it depends on what you need.` };
  const [first, second = first] = answers as [ShownAnswer, ShownAnswer?];
  if (body.logprobs) return inLogprobs(first, second);
  const schema = JSON.stringify(body.response_format ?? null);
  if (schema.includes("ordered_models")) return { text: ranking(first, second) };
  const classes = /"enum":(\[[^\]]*\])/.exec(schema)?.[1];
  if (classes) return { text: label(JSON.parse(classes) as string[], answers) };
  return { text: `There is a reason.\n\n[[${inBrackets(prompt, first, second)}]]` };
}

/** The same judge as a reasoning model: what these turn down is turned down, and thoughts stand before the verdict. */
export function replyAfterThoughts(request: SeenRequest): Behaviour {
  const refused = ["max_tokens", "temperature", "logprobs"].find((name) => name in request.body);
  if (refused !== undefined) {
    const error = { message: `Unsupported parameter: '${refused}'`, param: refused };
    return { status: 400, body: { error } };
  }
  const said = replyPlausibly(request) as { readonly text: string };
  return { ...said, text: `<think>Longer than that.</think>${said.text}` };
}

const draw = (text: string) => createHash("sha256").update(text).digest()[0]!;

/** The answers that a prompt shows, in their order. */
function shownAnswers(prompt: string): ShownAnswer[] {
  const fenced = /<<<answer ?(\S*) ([0-9a-f]{32})>>>\n([\s\S]*?)\n<<<end answer ?\1 \2>>>/g;
  return [...prompt.matchAll(fenced)].map(([, label, , text]) => ({
    label: label!,
    worth: 1 + (draw(text!) % 9),
  }));
}

function inLogprobs(first: ShownAnswer, second: ShownAnswer): Behaviour {
  const probability = 1 / (1 + Math.exp((second.worth - first.worth) / 3));
  const topLogprobs = [
    { token: first.label, logprob: Math.log(probability) },
    { token: second.label, logprob: Math.log(1 - probability) },
  ].sort((a, b) => b.logprob - a.logprob);
  return { text: topLogprobs[0]!.token, topLogprobs };
}

function ranking(first: ShownAnswer, second: ShownAnswer): string {
  const best = second.worth > first.worth ? second : first;
  const ranked = [best, best === first ? second : first];
  const ordered_models = ranked.map(({ label }, i) => ({ model: label, rank: i + 1 }));
  return JSON.stringify({ explanation: "There is a reason.", ordered_models });
}

/** Of two answers the better one's label, of one answer a class by its worth. */
function label(classes: readonly string[], answers: readonly ShownAnswer[]): string {
  const [first, second] = answers as [ShownAnswer, ShownAnswer?];
  const chosen = second
    ? (second.worth > first.worth ? second : first).label
    : classes[first.worth % classes.length];
  return JSON.stringify({ explanation: "There is a reason.", label: chosen });
}

/** The verdict in double brackets, by what the end of the prompt offers. */
function inBrackets(prompt: string, first: ShownAnswer, second: ShownAnswer): string {
  const gap = first.worth - second.worth;
  const ending = prompt.slice(-800);
  if (/\[\[[^\]\n]*>>/.test(ending)) {
    const [a, b] = [first.label, second.label];
    return gap > 4
      ? `${a}>>${b}`
      : gap > 0
        ? `${a}>${b}`
        : gap === 0
          ? `${a}=${b}`
          : gap < -4
            ? `${b}>>${a}`
            : `${b}>${a}`;
  }
  if (/\[\[[\d.]+, ?[\d.]+\]\]/.test(ending)) return `${first.worth}, ${second.worth}`;
  if (/\[\[[\d.]+\]\]/.test(ending)) return String(first.worth);
  return gap === 0 ? "tie" : gap > 0 ? first.label : second.label;
}
