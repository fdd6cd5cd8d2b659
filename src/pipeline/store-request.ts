import { storeOption } from "./asking/asking-request.js";
import { type OptionTable, option, under } from "./options/option-table.js";
import { numberBetween } from "./options/option-values.js";

export interface StoreRequest {
  readonly store?: string | undefined;
}

export const storeOptions = { store: storeOption } satisfies OptionTable<StoreRequest>;

export interface PruneRequest extends StoreRequest {
  readonly olderThan: number;
}

export const pruneOptions = {
  ...storeOptions,
  ...under("Options:", "none", {
    olderThan: option(
      "<days>",
      "remove the replies of models that got none for so long",
      numberBetween(0, Number.POSITIVE_INFINITY),
      { required: true },
    ),
  }),
} satisfies OptionTable<PruneRequest>;
