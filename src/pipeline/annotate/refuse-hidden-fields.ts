// What was asked may stand in more columns than the instruction. One that varies from item to item and that the judge's
// prompt does not show would make the judge compare answers to half a question.
import { InputError } from "../../core/errors.js";
import { canonicalJson } from "../../core/hash.js";
import { itemFields } from "../../core/item-identity.js";
import type { Judge } from "../../judge/judge.js";
import { placeholdersOf } from "../../judge/prompt-template.js";
import type { Pair } from "../../pairs/pair.js";

/** @throws InputError naming each field and the judges that do not show it */
export function refuseHiddenFields(
  judges: readonly Judge[],
  pairs: readonly Pair[],
  stated: readonly string[],
): void {
  // a non-empty `input` is part of the item's text
  const fields = [...new Set([...itemFields, ...stated])].filter((field) => field !== "input");
  const hidden = fields.flatMap((field) => {
    const blind = judges.filter((judge) => !placeholdersOf(judge.template).has(field));
    return blind.length > 0 && varies(pairs, field) ? [{ field, blind }] : [];
  });
  if (hidden.length === 0) return;
  const [{ field }] = hidden as [(typeof hidden)[number]];
  throw new InputError(
    hidden.map(({ field: name, blind }) => ({
      field: name,
      message: `differs from item to item, and the judge ${blind.map((judge) => judge.name).join(", ")} is not shown it`,
    })),
    {
      hint: `use a judge whose prompt.md shows it (<!-- if ${field} -->, {${field}}, <!-- end -->), or rename a column that is no part of what was asked: --output-columns note=${field} --baseline-columns note=${field}`,
    },
  );
}

function varies(pairs: readonly Pair[], field: string): boolean {
  let first: string | undefined;
  for (const { instruction } of pairs) {
    const value = instruction.fields[field];
    if (value === undefined || value === null || value === "") continue;
    const text = canonicalJson(value);
    first ??= text;
    if (text !== first) return true;
  }
  return false;
}
