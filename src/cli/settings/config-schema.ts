// The program's options → the JSON schema of lceval.config.yaml and .json, for editors.
import type { CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { leafCommands, pathOf } from "../command-tree.js";
import { schemaOf, type ValueSchema } from "../options/option-values.js";
import { flagsOnly, hasOwnMeaning } from "./setting-names.js";
import { isSwitch } from "./setting-values.js";

/** A JSON schema (draft 2020-12) that knows every setting, at the top and below each command's name. */
export function buildConfigSchema(program: CommandUnknownOpts): ValueSchema {
  const commands = leafCommands(program);
  const everywhere = new Map<string, ValueSchema[]>();
  for (const command of commands)
    for (const option of settableOptions(command).filter((each) => !hasOwnMeaning(command, each))) {
      const earlier = everywhere.get(option.name()) ?? [];
      const schema = describeValue(option);
      const isNews = !earlier.some((each) => JSON.stringify(each) === JSON.stringify(schema));
      everywhere.set(option.name(), isNews ? [...earlier, schema] : earlier);
    }
  const settings = [...everywhere].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Settings of lceval",
    description:
      "At the top: settings of every command that knows them. Below a command's name: of that command alone.",
    type: "object",
    properties: {
      $schema: { type: "string" },
      ...Object.fromEntries(
        settings.map(([name, schemas]) => [name, schemas.length === 1 ? schemas[0] : { anyOf: schemas }]),
      ),
      ...Object.fromEntries(commands.map((command) => [pathOf(command), describeCommand(command)])),
    },
    additionalProperties: false,
  };
}

const settableOptions = (command: CommandUnknownOpts): Option[] =>
  (command.options as Option[]).filter((option) => !flagsOnly.has(option.name()));

const describeCommand = (command: CommandUnknownOpts): ValueSchema => ({
  description: command.description(),
  type: "object",
  properties: Object.fromEntries(
    settableOptions(command).map((option) => [option.name(), describeValue(option)]),
  ),
  additionalProperties: false,
});

function describeValue(option: Option): ValueSchema {
  const { description, argChoices, optional } = option;
  if (isSwitch(option)) return { description, type: "boolean" };
  const value = argChoices ? { enum: argChoices } : schemaOf(option.parseArg ?? readsText);
  return { description, ...(optional ? { anyOf: [{ type: "boolean" }, value] } : value) };
}

const readsText = { schema: { type: "string" } };
