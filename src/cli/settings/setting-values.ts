// Values from the environment and from config files → what the flag would have given.
import type { Option } from "@commander-js/extra-typings";
import { collect } from "../options/option-values.js";

/** Whether an option may be given several times. */
export const isRepeatable = (option: Option): boolean => option.parseArg === (collect as Option["parseArg"]);

/** An option without a value: `--quiet`, `--no-color`. */
export const isSwitch = (option: Option): boolean => option.isBoolean() || option.negate;

/** The value of a variable: a switch, or an option whose value may be left out, can be turned on and off. */
export function readVariable(option: Option, text: string): unknown {
  const toggled = isSwitch(option) || option.optional ? readSwitch(text) : null;
  if (toggled === null && isSwitch(option)) throw new Error("true or false is needed");
  return readValue(option, toggled ?? text);
}

function readSwitch(text: string): boolean | null {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  return /^(0|false|no|off)$/i.test(text) ? false : null;
}

/**
 * The value as the flag would read it.
 *
 * @throws Error that says what would be valid
 */
export function readValue(option: Option, value: unknown): unknown {
  if (isSwitch(option)) {
    if (typeof value !== "boolean") throw new Error("true or false is needed");
    return option.negate ? !value : value;
  }
  if (option.optional && typeof value === "boolean") return value || undefined;
  const texts = (Array.isArray(value) ? value : [value]).map((item) => {
    if (item === null || !["string", "number"].includes(typeof item))
      throw new Error("a text or a number is needed");
    return String(item);
  });
  if (isRepeatable(option)) return texts;
  const { parseArg, argChoices } = option;
  if (texts.length !== 1 && (!parseArg || argChoices)) throw new Error("one value is needed, not a list");
  // a list stands for what a flag would separate by commas
  const text = texts.join(",");
  if (argChoices && !argChoices.includes(text)) throw new Error(`choose from ${argChoices.join(", ")}`);
  return parseArg ? parseArg(text, undefined as never) : text;
}
