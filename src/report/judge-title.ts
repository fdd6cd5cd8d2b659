import { describeJudge, type JudgeMember } from "../length-control/judge-identity.js";

/** `weighted (gpt-4-1106-preview)`: the judge and the model that it asked, where that is known; null for an unnamed one. */
export const judgeTitle = (record: {
  readonly annotator: string | null;
  readonly judge?: { readonly members?: readonly JudgeMember[] | undefined } | undefined;
}): string | null =>
  record.annotator === null
    ? null
    : describeJudge({
        name: record.annotator,
        members: record.judge?.members ?? [],
        orders: null,
        served: [],
      });
