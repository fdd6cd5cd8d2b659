// A failure that concerns every question → the error that stops the run (exit 4), with what the user can do about it.
import { JudgeUnusableError } from "../../core/errors.js";
import type { FatalCause } from "./failure.js";

/** What the messages name. */
export interface EndpointNames {
  readonly publicUrl: string;
  readonly model: string;
  /** The environment variable that the key came from; null when none was sent. */
  readonly keyVariable: string | null;
  /** The proxy in use as it may be shown; null when there is none. */
  readonly proxy: string | null;
  /** Where a sampling parameter is set, for instance `sampling.max_tokens in judge.json`. */
  readonly whereIsParameter: (parameter: string) => string;
  /** The option that names the model: `--judge-model`, `--model`. */
  readonly modelOption: string;
}

const goesOn = "What was answered is kept; the same command goes on from there.";

/** The endpoint turned the key, the model, the account or the address down. */
export function describeFatal(cause: FatalCause, detail: string, names: EndpointNames): JudgeUnusableError {
  const { publicUrl, model, keyVariable, modelOption } = names;
  const key = keyVariable
    ? `the key in ${keyVariable}`
    : "the request, which held no key (see --api-key-env)";
  const [what, hint] = {
    key: [`${publicUrl} does not accept ${key}`, "Check that the key is whole, and meant for this endpoint."],
    access: [`${publicUrl} turns the account away`, "Check what the account may use, and from where."],
    quota: [`the quota at ${publicUrl} is used up`, `Check the account's plan and billing. ${goesOn}`],
    model: [`${publicUrl} does not know the model "${model}"`, `Check the name: ${modelOption}.`],
    route: [
      `${publicUrl} has no chat completions, or not the model "${model}"`,
      `Check --base-url (most end in /v1${/\/v\d+\w*(?:\/|$)/.test(publicUrl) ? "" : ", which may be missing here"}) and ${modelOption}.`,
    ],
    "system-role": [
      `the model "${model}" takes no system message, and still none when it is joined to the user's`,
      `Use another model (${modelOption}), or a judge whose prompt has no system message.`,
    ],
    redirect: [
      `${publicUrl} sends requests elsewhere, and a key is not sent after them`,
      "Name the right address with --base-url.",
    ],
    tls: [
      `no safe connection to ${publicUrl}`,
      "Check the certificate and the machine's clock, and whether the URL should begin with http://; a private authority is named by NODE_EXTRA_CA_CERTS.",
    ],
  }[cause] as [string, string];
  return new JudgeUnusableError(`${what}: ${detail}`, { hint });
}

/** Question after question is turned away, and nobody says whose fault it is. */
export function describeRejections(detail: string, { publicUrl }: EndpointNames): JudgeUnusableError {
  return new JudgeUnusableError(`${publicUrl} turns one question after another away: ${detail}`, {
    hint: `Check --base-url, the key, and what the account may use. ${goesOn}`,
  });
}

/** So many requests failed in passing, and none was ever answered. */
export function describeHopeless(
  count: number,
  detail: string,
  { publicUrl }: EndpointNames,
): JudgeUnusableError {
  return new JudgeUnusableError(
    `${publicUrl} has answered none of the first ${count} requests; the latest: ${detail}`,
    { hint: `Wait until it answers (\`lceval doctor\`), or raise --max-retries. ${goesOn}` },
  );
}

/** The parameter is known, its value is out of bounds. */
const isAboutValue = /\bat (?:least|most)\b|>=|<=|\b(?:minimum|maximum|too (?:large|small|high|low))\b/i;

/** A model that does not take a parameter: which key to change, and how. */
export function describeBadParameter(
  parameter: string,
  detail: string,
  names: EndpointNames,
): JudgeUnusableError {
  const where = names.whereIsParameter;
  const hint = isAboutValue.test(detail)
    ? `Change the value of ${where(parameter)}.`
    : /logprobs/.test(parameter)
      ? `This model gives no log-probabilities: use a judge that reads its words (--judge verdict), or remove ${where(parameter)}.`
      : parameter === "max_tokens"
        ? `Replace ${where(parameter)} by max_completion_tokens; reasoning models need room for their thoughts there.`
        : parameter === "max_completion_tokens"
          ? `Replace ${where(parameter)} by max_tokens, or change its value.`
          : `Remove ${where(parameter)}, or change its value.`;
  return new JudgeUnusableError(`the model "${names.model}" does not accept "${parameter}": ${detail}`, {
    hint,
  });
}

/** Nothing that looks like a chat-completions endpoint was ever there. */
export function describeUnreached(detail: string, names: EndpointNames): JudgeUnusableError {
  const proxy = names.proxy ? `, the proxy ${names.proxy} (NO_PROXY exempts hosts from it),` : "";
  const what = /^5\d\d /.test(detail)
    ? `${names.publicUrl} answers with a server's error`
    : `no chat-completions endpoint answers at ${names.publicUrl}`;
  return new JudgeUnusableError(`${what}: ${detail}`, {
    hint: `Check --base-url${proxy} and that the server runs.`,
  });
}

/** It was there, and has answered nothing for a long row of questions. */
export function describeBreakdown(count: number, detail: string, names: EndpointNames): JudgeUnusableError {
  return new JudgeUnusableError(
    `${names.publicUrl} gave no answer to the last ${count} questions; to the latest: ${detail}`,
    { hint: goesOn },
  );
}
