// Which warnings are not to be shown.
import { refuseCode } from "../../report/warning-text.js";
import { option, under } from "./option-table.js";
import { repeatedTexts, WrongValue } from "./option-values.js";

/** A code that does not exist silences nothing: it is refused. */
const warningCodes = {
  ...repeatedTexts,
  read: (code: string) => {
    const refused = refuseCode(code);
    if (refused !== null) throw new WrongValue(refused);
    return [code];
  },
};

export const { noWarn: noWarnOption } = under("Output:", "any", {
  noWarn: option(
    "<code>",
    "a warning that is not to be shown (repeatable; results in JSON keep it)",
    warningCodes,
    { default: [] },
  ),
});
