// Judgements and human labels of the same items → how far the judge agrees with the humans.
import { InputError, UsageError } from "../../core/errors.js";
import { readNumber } from "../../io/rows/read-number.js";
import { endsOfScale } from "../../io/wire/preference-scale.js";
import { ScaleWatch } from "../../io/wire/scale-watch.js";
import { type AgreementAnalysis, measureAgreement } from "../../metrics/agreement/measure-agreement.js";
import type { BootstrapHooks } from "../../metrics/rates/bootstrap.js";
import { mean } from "../../numerics/moments.js";
import { resolveRequest } from "../options/check-request.js";
import {
  arePreferences,
  type LabelReading,
  preferenceByLabel,
  resolveScale,
  settleLabels,
} from "../tables/read-label.js";
import { findColumn, findFirstColumn, readCells, readTable, type Table } from "../tables/read-table.js";
import { selectRows } from "../tables/select-rows.js";
import { type AnalyzeAgreementRequest, agreementOptions } from "./requests/agreement.js";
import { settleBootstrap } from "./settle-bootstrap.js";
import { findJoinColumns } from "./verdicts/find-join-columns.js";
import { joinHumanLabels } from "./verdicts/join-human-labels.js";
import { readVerdicts } from "./verdicts/read-verdicts.js";

/** @throws InputError for files, columns or labels that cannot be read, with every problem; UsageError for options */
export async function analyzeAgreement(
  given: AnalyzeAgreementRequest,
  hooks: BootstrapHooks = {},
): Promise<AgreementAnalysis> {
  const request = resolveRequest("analyzeAgreement", agreementOptions, given);
  const { gold, unparsable, onWarning = () => {} } = request;
  const settings = settleBootstrap(request);
  const judgements = selectRows(await readTable(request.judgements, { onWarning }), request.where ?? []);
  const humans = await readTable(request.humans, { onWarning });
  const { reading, verdicts, ofHumans } = await settleReading(request, judgements, humans);
  const { items, unmatched, labelSets, unread } = joinHumanLabels(verdicts, judgements, ofHumans, reading);
  const isPreference = arePreferences(reading);
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
    inferredScale: request.scale === undefined ? (reading.scale ?? null) : null,
    unmatched,
    labelSets,
    unread,
    costs: {
      pricePer1000Usd: meanPer1000(judgements, "price_per_example"),
      secondsPer1000: meanPer1000(judgements, "time_per_example"),
    },
  };
}

type Resolved = ReturnType<typeof resolveRequest<AnalyzeAgreementRequest, typeof agreementOptions>>;

/** What the columns and values of both files mean, and the judge's verdicts read so. */
async function settleReading(request: Resolved, judgements: Table, humans: Table) {
  const { judgeColumn = "preference", humanColumns = ["preference"], scale: stated, labels } = request;
  findColumn(judgements, judgeColumn, "--judge-column");
  for (const name of humanColumns) findColumn(humans, name, "--human-columns");
  if (humanColumns.includes(judgeColumn)) refuseCopy(judgements, humans, judgeColumn);
  const join = findJoinColumns(judgements, humans, request.idColumn);
  const [ofJudge, ofHumans] = [readCells(judgements, [judgeColumn]), readCells(humans, humanColumns)];
  const named = labels && settleLabels(labels, [...ofJudge, ...ofHumans]);
  const read = async (scale: LabelReading["scale"]) => {
    if (stated === undefined && scale !== undefined) {
      watchScale(judgements, [judgeColumn], scale);
      if (!named) watchScale(humans, humanColumns, scale);
    }
    const reading = {
      ...{ ...request, labels: undefined, ...named, scale, humanColumns },
      ...{ judgeColumn: findColumn(judgements, judgeColumn), join: join.judgements },
      areLabels: stated === "labels",
      isScaleInferred: stated === undefined && !named,
    };
    return { reading, verdicts: await readVerdicts(judgements, reading) };
  };
  const found = resolveScale({ ...named, scale: stated }, named ? ofJudge : [...ofJudge, ...ofHumans]);
  let { reading, verdicts } = await read(found);
  // both orders, repeats and jurors become one preference: labels have no mean
  if (!verdicts && stated === undefined && judgeColumn === "preference" && !named)
    ({ reading, verdicts } = await read("1..2"));
  if (!verdicts) throw severalOf(judgements);
  return { reading, verdicts, ofHumans: { table: humans, join: join.humans } };
}

/** A file agrees with itself. */
function refuseCopy({ rows }: Table, { file, rows: others }: Table, column: string): void {
  const isCopy =
    rows.length === others.length &&
    rows.every(({ value }, i) => JSON.stringify(value) === JSON.stringify(others[i]!.value));
  if (!isCopy) return;
  throw new InputError(
    { file, message: `is given twice, or is a copy, with "${column}" as the judge's and the humans'` },
    { hint: "Of one file, name two columns: --judge-column and --human-columns." },
  );
}

const severalOf = ({ file }: Table) =>
  new InputError(
    {
      file,
      message: "holds several verdicts on one pair (both orders, repeats or jurors), and labels have no mean",
    },
    { hint: "Say what they are as preferences: --scale LOW..HIGH, or --labels model=…,baseline=…,tie=…" },
  );

/** @throws InputError where numbers of a column could be of another scale than that which fractions have told */
function watchScale(table: Table, names: readonly string[], scale: NonNullable<LabelReading["scale"]>): void {
  for (const name of names) {
    const column = findColumn(table, name);
    const about = { file: table.file, column, isForeign: column !== "preference", hint: scaleHint };
    const watch = new ScaleWatch({ ends: endsOfScale(scale), isScaleStated: false }, about);
    for (const { value } of table.rows) watch.see(value[column]);
    watch.check();
  }
}

const scaleHint =
  "Say what the values mean: --scale LOW..HIGH (1..2, 0..1) for both files, or --labels model=…,baseline=…,tie=… for the humans' and --scale for the judge's.";

function meanPer1000(table: Table, name: string): number | null {
  const column = findFirstColumn(table, [name]);
  if (column === undefined) return null;
  const values = table.rows.flatMap(({ value }) => readNumber(value[column]) ?? []);
  return values.length === 0 ? null : 1000 * mean(values);
}
