// The rule of a run and what its file holds → the rule of each model, the same from the first question to the last.
import { InputError } from "../../../core/errors.js";
import type { StoppingRule } from "../../../length-control/observation.js";
import type { JournalState } from "../judgements/journal-state.js";
import type { ModelPairs } from "../read-pairs.js";
import type { RunRule } from "./look-record.js";

/** @throws InputError where the rule speaks of no model of the run */
export function rulesOf(
  models: readonly ModelPairs[],
  { rule, looks, concerns }: RunRule,
  seed: number,
): Map<string, StoppingRule> {
  const meant = models.filter(({ generator }) => concerns(generator));
  if (meant.length === 0)
    throw new InputError({
      message: `--until names a model that is not judged; there are ${models.map(({ generator }) => generator).join(", ")}`,
    });
  return new Map(
    meant.map(({ generator, pairs }) => {
      const instructions = new Set(pairs.map(({ instruction }) => instruction.id)).size;
      return [generator, { rule, looks: Math.min(looks, instructions), seed, instructions }];
    }),
  );
}

/** Looks that were not planned err more often than the rule says. @throws InputError (exit 3) for a rule that changed midway */
export function refuseOtherRules(state: JournalState, rules: ReadonlyMap<string, StoppingRule>): void {
  const problems = [...rules].flatMap(([generator, rule]) => {
    const known = [...(state.rulesByGenerator.get(generator) ?? [])].filter((one) => one !== "null");
    const hasLines = state.rulesByGenerator.has(generator);
    if (!hasLines || (known.length === 1 && known[0] === JSON.stringify(rule))) return [];
    const what = known.length > 0 ? describe(JSON.parse(known[0]!)) : "no rule";
    return [
      {
        file: state.path,
        message: `its lines of ${generator} were asked under ${what}, and now under ${describe(rule)}`,
      },
    ];
  });
  if (problems.length > 0)
    throw new InputError(problems, {
      hint: "a rule that is changed on the way promises nothing: go on with the same one, without any (everything is asked), or into a new file with -o, of run with --annotations (the store has the replies)",
    });
}

const describe = ({ rule, looks, seed, instructions }: StoppingRule): string =>
  `${rule} at ${looks} looks of ${instructions} instructions in the order of seed ${seed}`;
