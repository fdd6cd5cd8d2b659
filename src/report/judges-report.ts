// The judges that come with lceval → a report.
import { left, type Report } from "./report.js";

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
      {
        title: "Judges that come with lceval",
        columns: [
          left("judge"),
          left("protocol"),
          left("default model"),
          left("order"),
          left("how it judges"),
        ],
        rows: judges.map(({ name, protocol, model, order, description }) => [
          name,
          protocol,
          model,
          order,
          description,
        ]),
      },
    ],
    warnings: [],
    records: judges.map((judge) => ({ ...judge })),
    document: { schema_version: 1, judges },
  };
}
