import { groupBy } from "../../core/group-by.js";

interface Warned {
  readonly generator: string;
  readonly warnings: readonly string[];
}

/** Each warning once, with the models that it concerns; null where it concerns them all. */
export function sharedWarnings(models: readonly Warned[]): { warning: string; whose: string | null }[] {
  const generatorsByWarning = groupBy(
    models.flatMap(({ generator, warnings }) => warnings.map((warning) => ({ warning, generator }))),
    ({ warning }) => warning,
    ({ generator }) => generator,
  );
  return [...generatorsByWarning].map(([warning, generators]) => ({
    warning,
    whose: generators.length === models.length ? null : generators.join(", "),
  }));
}
