// What was asked may stand in more columns than the instruction. One that varies from item to item and that the judge's
// prompt does not show would make the judge compare answers to half a question.
import { InputError } from "../../core/errors.js";
import { canonicalJson } from "../../core/hash.js";
import { itemFields } from "../../core/item-identity.js";
import type { Judge } from "../../judge/judge.js";
import { placeholdersOf } from "../../judge/prompt-template.js";
import type { Pair } from "../../pairs/pair.js";

export class HiddenFields {
  /** By field: the judges that are not shown it, and the first value. */
  readonly #fields = new Map<string, { readonly blind: readonly Judge[]; first?: string; varies?: true }>();

  /** @param stated columns that the user says are part of what was asked */
  constructor(judges: readonly Judge[], stated: readonly string[]) {
    // a non-empty `input` is part of the item's text
    for (const field of new Set([...itemFields, ...stated].filter((name) => name !== "input"))) {
      const blind = judges.filter((judge) => !placeholdersOf(judge.template).has(field));
      if (blind.length > 0) this.#fields.set(field, { blind });
    }
  }

  see({ instruction }: Pair): void {
    for (const [field, seen] of this.#fields) {
      const value = instruction.fields[field];
      if (value === undefined || value === null || value === "" || seen.varies) continue;
      const text = canonicalJson(value);
      seen.first ??= text;
      if (text !== seen.first) seen.varies = true;
    }
  }

  /** @throws InputError naming each field and the judges that do not show it */
  check(): void {
    const hidden = [...this.#fields].filter(([, { varies }]) => varies);
    const [field] = hidden[0] ?? [];
    if (field === undefined) return;
    throw new InputError(
      hidden.map(([name, { blind }]) => ({
        field: name,
        message: `differs from item to item, and the judge ${blind.map((judge) => judge.name).join(", ")} is not shown it`,
      })),
      {
        hint: `use a judge whose prompt.md shows it (<!-- if ${field} -->, {${field}}, <!-- end -->), or rename a column that is no part of what was asked: --output-columns note=${field} --baseline-columns note=${field}`,
      },
    );
  }
}
