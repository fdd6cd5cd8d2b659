// Values from the environment and from config files → what the flag would have given.
import type { TableOption } from "../options/table-option.js";

/** The value of a variable: a switch, or an option whose value may be left out, can be turned on and off. */
export function readVariable(option: TableOption, text: string): unknown {
  const { given } = option.entry.value;
  const toggled = given === "as-switch" || given === "with-or-without" ? readSwitch(text) : null;
  if (toggled === null && given === "as-switch") throw new Error("true or false is needed");
  return readValue(option, toggled ?? text);
}

function readSwitch(text: string): boolean | null {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  return /^(0|false|no|off)$/i.test(text) ? false : null;
}

/** The value as the flag would read it. @throws Error that says what would be valid */
export function readValue(option: TableOption, value: unknown): unknown {
  const { given, read, isClosed, schema } = option.entry.value;
  if (given === "as-switch") {
    if (typeof value !== "boolean") throw new Error("true or false is needed");
    return option.negate ? !value : value;
  }
  if (given === "with-or-without" && typeof value === "boolean") return value || undefined;
  const texts = (Array.isArray(value) ? value : [value]).map((item) => {
    if (item === null || !["string", "number"].includes(typeof item))
      throw new Error("a text or a number is needed");
    return String(item);
  });
  if (given === "repeatedly") return texts;
  if (texts.length !== 1 && (isClosed || schema.type === "string"))
    throw new Error("one value is needed, not a list");
  // a list stands for what a flag would separate by commas
  return read(texts.join(","));
}
