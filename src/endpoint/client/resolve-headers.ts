// `--header NAME=ENVVAR` and `OPENAI_CUSTOM_HEADERS` → further headers of each request. Their values are secrets like the key:
// they come from the environment only, and are shown nowhere.
import { JudgeUnusableError, UsageError } from "../../core/errors.js";

type Environment = Readonly<Record<string, string | undefined>>;

const nameShape = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/**
 * The headers by name; those that are given by name go before `OPENAI_CUSTOM_HEADERS`, a `Name: value` a line.
 * @throws UsageError (exit 2) for what is no NAME=ENVVAR, JudgeUnusableError (exit 4) for a variable that is not set, or a
 *   value that no header can carry; neither shows what was given
 */
export function resolveHeaders(given: readonly string[], environment: Environment): Record<string, string> {
  const lines = (environment.OPENAI_CUSTOM_HEADERS ?? "").split("\n").filter((line) => line.includes(":"));
  const custom = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  const named = given.map((each) => readHeader(each, environment));
  for (const [name, value] of [...custom, ...named]) refuseUnfit(name, value);
  return Object.fromEntries([...custom, ...named]);
}

function readHeader(given: string, environment: Environment): [string, string] {
  const [, name = "", variable = ""] = /^([^=]*)=(.*)$/.exec(given) ?? [];
  if (!nameShape.test(name) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable))
    throw new UsageError(
      "--header wants NAME=ENVVAR, the name of a header and that of a variable with its value",
      {
        hint: "Put the value into a variable (export KEY=…), and give its name: --header api-key=KEY.",
      },
    );
  const value = environment[variable]?.trim() ?? "";
  if (value === "")
    throw new JudgeUnusableError(`--header ${name}: the environment variable that it names is not set`, {
      hint: "Set it, or name a file that sets it with --env-file.",
    });
  return [name, value];
}

function refuseUnfit(name: string, value: string): void {
  if (nameShape.test(name) && /^[\x20-\x7e]*$/.test(value)) return;
  throw new JudgeUnusableError(
    `a header of --header or OPENAI_CUSTOM_HEADERS cannot be sent: ${nameShape.test(name) ? `the value of ${name} has a character that headers cannot carry` : "its name is none"}`,
  );
}
