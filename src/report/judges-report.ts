// The judges that come with lceval → a report.
import type { Report } from "./report.js";
import { tableOf, text } from "./table-of.js";

export interface ListedJudge {
  readonly name: string;
  /** How its replies are read; of several judges under one name, `pool` or `jury`. */
  readonly protocol: string;
  /** Its model, or its members'. */
  readonly model: string;
  readonly order: string;
  readonly description: string;
}

export function reportJudges(judges: readonly ListedJudge[]): Report {
  return {
    sections: [
      tableOf("Judges that come with lceval", judges, [
        text("judge", ({ name }) => name),
        text("protocol", ({ protocol }) => protocol),
        text("default model", ({ model }) => model),
        text("order", ({ order }) => order),
        text("how it judges", ({ description }) => description),
      ]),
    ],
    warnings: [],
    records: judges.map((judge) => ({ ...judge })),
    document: { schema_version: 1, judges },
  };
}
