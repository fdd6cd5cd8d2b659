// The program's options → the JSON schema of lceval.config.yaml and .json, for editors: docs/lceval.config.schema.json, which
// a test holds to it. What means the same below a command's name as at the top is said at the top.
import type { Command } from "commander";
import { leafCommands, pathOf } from "../../src/cli/command-tree.js";
import { optionsOf, type TableOption } from "../../src/cli/options/table-option.js";
import type { ValueSchema } from "../../src/pipeline/options/option-values.js";

/** A JSON schema (draft 2020-12) that knows every setting, at the top and below each command's name. */
export function buildConfigSchema(program: Command): ValueSchema {
  const commands = leafCommands(program);
  const everywhere = new Map<string, ValueSchema[]>();
  for (const command of commands)
    for (const option of settableOptions(command).filter((each) => !each.entry.hasOwnMeaning)) {
      const earlier = everywhere.get(option.name()) ?? [];
      const schema = describeValue(option);
      const isNews = !earlier.some((each) => JSON.stringify(each) === JSON.stringify(schema));
      everywhere.set(option.name(), isNews ? [...earlier, schema] : earlier);
    }
  const settings = [...everywhere].sort(([a], [b]) => (a < b ? -1 : 1));
  const isSaid = (option: TableOption) => {
    const schemas = everywhere.get(option.name()) ?? [];
    return schemas.length === 1 && JSON.stringify(schemas[0]) === JSON.stringify(describeValue(option));
  };
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
      ...Object.fromEntries(commands.map((command) => [pathOf(command), describeCommand(command, isSaid)])),
    },
    additionalProperties: false,
  };
}

const settableOptions = (command: Command): TableOption[] =>
  optionsOf(command).filter((option) => !option.isFlagOnly);

const describeCommand = (command: Command, isSaid: (option: TableOption) => boolean): ValueSchema => ({
  description: command.description(),
  type: "object",
  properties: Object.fromEntries(
    settableOptions(command).map((option) => [
      option.name(),
      isSaid(option) ? { $ref: `#/properties/${option.name()}` } : describeValue(option),
    ]),
  ),
  additionalProperties: false,
});

const describeValue = ({ description, entry }: TableOption): ValueSchema => ({
  description,
  ...entry.value.schema,
});
