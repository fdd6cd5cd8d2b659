// Agreement with human labels → a report.
import { present } from "../../core/present.js";
import type { AgreementAnalysis } from "../../metrics/agreement/measure-agreement.js";
import type { BootstrapEstimate } from "../../metrics/rates/bootstrap.js";
import { flattenEstimate } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import {
  classSection,
  confusionSection,
  figureSection,
  reliabilitySection,
  ruleTexts,
} from "./agreement-sections.js";
import { listLabels, warnOfLabels } from "./label-warnings.js";

export function reportAgreement(analysis: AgreementAnalysis): Report {
  const { agreement, unmatched, gold } = analysis;
  const { judge, ceiling, reliability } = agreement;
  return {
    sections: [
      figureSection(analysis),
      classSection(judge),
      confusionSection(judge),
      ...(reliability && judge.rows > 0 ? [reliabilitySection(analysis)] : []),
    ],
    warnings: present([
      judge.unparsable > 0 &&
        `unparsable: ${judge.unparsable} answers hold no label${analysis.unread.length > 0 ? ` (${listLabels(analysis.unread)})` : ""}; they are ${ruleTexts[analysis.unparsable]}`,
      ...warnOfLabels(analysis.labelSets, "given by the judge"),
      judge.withoutGold > 0 &&
        `no-majority: ${judge.withoutGold} rows have no single most frequent human label and are left out`,
      unmatched.judgements > 0 &&
        `unmatched: ${unmatched.judgements} judgements have no human label and are left out`,
      unmatched.humans > 0 &&
        `unjudged: ${unmatched.humans} labelled items have no judgement and are left out`,
    ]),
    records: present([
      { who: "judge", comparison: judge, rule: gold as string },
      ceiling && [
        { who: "human", comparison: ceiling.humans, rule: "leave-one-out" },
        { who: "judge", comparison: ceiling.judge, rule: "leave-one-out" },
      ],
    ]).map(({ who, comparison, rule }) => ({
      who,
      gold: rule,
      rows: comparison.rows,
      unparsable: comparison.unparsable,
      without_gold: comparison.withoutGold,
      ...flattenAll(comparison.estimates),
    })),
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

const flattenAll = (estimates: Readonly<Record<string, BootstrapEstimate>>): Record<string, number | null> =>
  Object.assign({}, ...Object.entries(estimates).map(([name, estimate]) => flattenEstimate(name, estimate)));
