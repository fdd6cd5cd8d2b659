// Judgements and human labels of the same items → how far the judge agrees with the humans.

import { UsageError } from "../../core/errors.js";
import { readNumber } from "../../io/rows/read-number.js";
import { endsOfScale } from "../../io/wire/preference-scale.js";
import { ScaleWatch } from "../../io/wire/scale-watch.js";
import { measureAgreement } from "../../metrics/agreement/measure-agreement.js";
import type { BootstrapHooks } from "../../metrics/rates/bootstrap.js";
import { mean } from "../../numerics/moments.js";
import type { AgreementAnalysis } from "../../report/analyze/agreement-sections.js";
import { resolveRequest } from "../options/check-request.js";
import { type LabelReading, preferenceByLabel } from "../tables/read-label.js";
import { findColumn, findFirstColumn, readCell, readTable, type Table } from "../tables/read-table.js";
import { resolveScale } from "../tables/resolve-scale.js";
import { joinHumanLabels } from "./join-human-labels.js";
import { type AnalyzeAgreementRequest, agreementOptions } from "./requests/agreement.js";
import { settleBootstrap } from "./settle-bootstrap.js";

/** @throws InputError for files, columns or labels that cannot be read, with every problem; UsageError for options */
export async function analyzeAgreement(
  given: AnalyzeAgreementRequest,
  hooks: BootstrapHooks = {},
): Promise<AgreementAnalysis> {
  const request = resolveRequest("analyzeAgreement", agreementOptions, given);
  const { gold, unparsable, judgeColumn = "preference", humanColumns = ["preference"] } = request;
  const settings = settleBootstrap(request);
  const judgements = await readTable(request.judgements);
  const humans = await readTable(request.humans);
  const scale = resolveScale(request, [
    ...readCells(judgements, [judgeColumn]),
    ...(request.labels ? [] : readCells(humans, humanColumns)),
  ]);
  if (request.scale === undefined && scale !== undefined) {
    watchScale(judgements, [judgeColumn], scale);
    if (!request.labels) watchScale(humans, humanColumns, scale);
  }
  const reading = { ...request, judgeColumn, humanColumns, scale, areLabels: request.scale === "labels" };
  const { items, unmatched, labelSets, unread } = joinHumanLabels(judgements, humans, reading);
  const isPreference = hasPreferenceLabels(reading);
  if (unparsable === "tie" && !isPreference && !items.some((item) => item.humans.includes("tie")))
    throw new UsageError("--unparsable tie needs a label called tie: see --labels");
  if (gold === "mean" && !isPreference)
    throw new UsageError("--gold mean needs labels that are preferences", {
      hint: "--labels model=…,baseline=…,tie=…, or --scale",
    });
  const agreement = measureAgreement(items, {
    ...settings,
    ...hooks,
    gold,
    unparsable,
    tieLabel: "tie",
    preferenceByLabel: isPreference ? preferenceByLabel : null,
  });
  return {
    ...settings,
    gold,
    unparsable,
    agreement,
    inferredScale: request.scale === undefined ? (scale ?? null) : null,
    unmatched,
    labelSets,
    unread,
    costs: {
      pricePer1000Usd: meanPer1000(judgements, "price_per_example"),
      secondsPer1000: meanPer1000(judgements, "time_per_example"),
    },
  };
}

/** @throws InputError where numbers of a column could be of another scale than that which fractions have told */
function watchScale(table: Table, names: readonly string[], scale: "1..2" | "0..1"): void {
  for (const name of names) {
    const column = findColumn(table, name);
    const about = { file: table.file, column, isForeign: column !== "preference", hint: scaleHint };
    const watch = new ScaleWatch({ ends: endsOfScale(scale), isScaleStated: false }, about);
    for (const { value } of table.rows) watch.see(value[column]);
    watch.check();
  }
}

const scaleHint =
  "Say what the values mean: --scale 1..2 or 0..1 for both files, or --labels model=…,baseline=…,tie=… for the humans' and --scale for the judge's.";

function readCells(table: Table, names: readonly string[]): string[] {
  const columns = names.map((name) => findColumn(table, name));
  return table.rows.flatMap(({ value }) => columns.flatMap((column) => readCell(value[column]) ?? []));
}

const hasPreferenceLabels = ({ labels, scale }: LabelReading) =>
  scale !== undefined || (labels?.every(({ name }) => preferenceByLabel.has(name)) ?? false);

function meanPer1000(table: Table, name: string): number | null {
  const column = findFirstColumn(table, [name]);
  if (column === undefined) return null;
  const values = table.rows.flatMap(({ value }) => readNumber(value[column]) ?? []);
  return values.length === 0 ? null : 1000 * mean(values);
}
