// Names of covariates → what reading must do for them: statistics of each text, the order of presentation.
import { hash } from "node:crypto";
import { loadEncoding } from "../../core/text-tokens.js";
import type { TextStatistic } from "../../length-control/covariates/covariate.js";
import { covariateByName } from "../../length-control/covariates/index.js";
import { position } from "../../length-control/covariates/position.js";
import { findCovariate } from "../../length-control/recipe.js";
import { ordersOfPresentation } from "../../pairs/order-of-presentation.js";
import type { CollectorOptions } from "./observation-collector.js";
import type { TextStatistics } from "./observe-row.js";

export type CovariateReading = Pick<CollectorOptions, "textStatistics" | "orderWhenUnknown">;

/**
 * Parsers and tokenizers are loaded only for the covariates that need them.
 * @throws UsageError for a name that is no covariate
 */
export async function loadCovariateReading(names: readonly string[]): Promise<CovariateReading> {
  const statistics: [string, TextStatistic][] = [];
  for (const { name, loadTextStatistic } of names.map(findCovariate)) {
    if (loadTextStatistic) statistics.push([name, await loadTextStatistic()]);
  }
  return {
    ...(statistics.length > 0 && { textStatistics: rememberStatistics(statistics) }),
    ...(names.includes(position.name) && { orderWhenUnknown: referenceOrder }),
  };
}

/** What can be counted in a text that no fit has as a covariate: the number of different tokens. */
const furtherCounts: Readonly<Record<string, () => Promise<TextStatistic>>> = {
  unique_token_count: async () => {
    const encode = await loadEncoding();
    return (text) => new Set(encode(text)).size;
  },
};

const findTextCount = (name: string): (() => Promise<TextStatistic>) | undefined =>
  furtherCounts[name] ?? covariateByName.get(name)?.loadTextStatistic;

export const isTextCount = (name: string): boolean => findTextCount(name) !== undefined;

/** @param names of which each `isTextCount` */
export async function loadTextCounts(names: readonly string[]): Promise<TextStatistics> {
  const statistics: [string, TextStatistic][] = [];
  for (const name of names) statistics.push([name, await findTextCount(name)!()]);
  return rememberStatistics(statistics);
}

/** alpaca_eval's files do not say which answer was shown first, but its rule does. */
const referenceOrder = (instruction: string) => ordersOfPresentation("random", instruction, 0)[0]!;

const remembered = 50_000;

/** The baseline's answers come again with every model. */
function rememberStatistics(statistics: readonly (readonly [string, TextStatistic])[]): TextStatistics {
  const known = new Map<string, Readonly<Record<string, number>>>();
  return (text) => {
    const key = hash("sha256", text, "base64");
    const earlier = known.get(key);
    if (earlier) return earlier;
    const counts = Object.fromEntries(statistics.map(([name, statistic]) => [name, statistic(text)]));
    if (known.size >= remembered) known.clear();
    known.set(key, counts);
    return counts;
  };
}
