import { describeJudge } from "../../length-control/judge-identity.js";
import type { BenchmarkGains, ComparisonOver, GainOver } from "../../metrics/comparison/compare-over.js";
import { type RateName, rateNames } from "../../metrics/score/scored-model.js";
import { percent, pValueText, rateTitles, signed } from "../figure-text.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";
import type { CompareBody } from "./compare-pair-report.js";
import { toGainRecord } from "./compare-series-report.js";
import { toComparisonRecord } from "./comparison-record.js";
import { flatRecords, levelOf } from "./difference-cells.js";

/** One table a rate: a line a model, the benchmarks side by side. */
export function describeOver(
  { benchmarks, warnings }: ComparisonOver,
  detectPercent: number | null,
): CompareBody {
  const names = rateNames.filter((name) =>
    benchmarks.some(({ gains }) => gains.some(({ comparison }) => comparison.differences[name] !== null)),
  );
  const records = ({ comparison, gain, adjusted }: GainOver) =>
    flatRecords(comparison, detectPercent, (name) => adjusted[name]).map((record, at) => {
      const relative = toGainRecord(gain[rateNames.filter((name) => comparison.differences[name])[at]!]);
      const { gain: gained = null, lower = null, upper = null } = relative ?? {};
      return {
        ...benchmarkOf(comparison.second),
        ...record,
        gain: gained,
        gain_lower: lower,
        gain_upper: upper,
      };
    });
  return {
    sections: names.map((name) => gainsSection(benchmarks, name)),
    warnings,
    records: benchmarks.flatMap(({ gains }) => gains.flatMap(records)),
    document: {
      comparisons: benchmarks.flatMap(({ gains }) =>
        gains.map(({ comparison, gain, adjusted }) => ({
          ...toComparisonRecord(comparison, detectPercent),
          win_rate_p_holm: adjusted.raw,
          length_controlled_p_holm: adjusted.lengthControlled,
          win_rate_gain: toGainRecord(gain.raw),
          length_controlled_gain: toGainRecord(gain.lengthControlled),
        })),
      ),
    },
  };
}

const benchmarkOf = ({ judgedBy, baseline }: BenchmarkGains["control"]) => ({
  judge: describeJudge(judgedBy),
  baseline,
});

function gainsSection(benchmarks: readonly BenchmarkGains[], name: RateName): Section {
  const control = benchmarks[0]!.control.generator;
  const models = new Set([control, ...benchmarks.flatMap(({ gains }) => gains.map(generatorOf))]);
  const tests = benchmarks.flatMap(({ gains }) =>
    gains.filter(({ adjusted }) => adjusted[name] !== null),
  ).length;
  const titleOf = (at: number) => (benchmarks.length === 1 ? "" : `${at + 1}: `);
  return tableOf(
    `Gain over ${control}, ${rateTitles[name]} rates`,
    [...models],
    [
      text("model", (model) => model),
      benchmarks.flatMap((benchmark, at) => benchmarkColumns(benchmark, name, titleOf(at))),
    ],
    [
      ...benchmarks.map(({ control: base }, at) => {
        const { judge, baseline } = benchmarkOf(base);
        return `${titleOf(at)}judged by ${judge} against ${baseline}.`;
      }),
      `Gains are relative to the rate of ${control}, in percent; p (Holm) is of the difference, adjusted over ${tests} of this rate.`,
    ],
  );
}

const generatorOf = ({ comparison }: GainOver) => comparison.first.generator;

function benchmarkColumns(
  { control, gains }: BenchmarkGains,
  name: RateName,
  title: string,
): Column<string>[] {
  const of = (model: string) => gains.find((gain) => generatorOf(gain) === model);
  const rateOf = (model: string) =>
    (model === control.generator ? control : of(model)?.comparison.first)?.rates[name]?.rate;
  const gainOf = (model: string) => toGainRecord(of(model)?.gain[name] ?? null);
  return [
    figure(`${title}%`, (model) => percent(rateOf(model), 2)),
    figure("gain", (model) => signed(gainOf(model)?.gain ?? null)),
    text(levelOf(gains[0]!.comparison), (model) => {
      const gain = gainOf(model);
      return gain && gain.lower !== null ? `[${signed(gain.lower)}, ${signed(gain.upper)}]` : null;
    }),
    figure("p (Holm)", (model) => pValueText(of(model)?.adjusted[name] ?? null)),
  ];
}
