// Options and environment of continuous integration: where gates and rates are written beside the results.
import type { Gate, ModelScore, ModelsToScore } from "../../pipeline/index.js";
import { type OptionTable, option, toggle, under } from "../../pipeline/options/option-table.js";
import type { ScoreRequest } from "../../pipeline/score/score-request.js";
import type { RequirementVerdict } from "../../report/gates/requirement.js";

/** What a command that scores can tell a build server. */
export interface CiOptions {
  readonly junit?: string | undefined;
  readonly comment?: string | undefined;
  readonly previous?: string | undefined;
  readonly github: boolean;
  /** Whether prompts, answers and the judge's words may stand in what is written. */
  readonly texts: boolean;
}

export const ciOptions = {
  ...under("Build servers:", "inside", {
    junit: option("<file>", "write the outcome of each requirement as JUnit XML"),
    comment: option("<file>", "write a Markdown table for a pull request's comment"),
  }),
  ...under("Build servers:", "any", {
    previous: option("<result>", "a result written with score -o, to state the change since, in the comment"),
    texts: {
      ...toggle("no prompt, answer or judge's words in comments and summaries (hashes stay)"),
      flag: "--no-texts",
    },
    github: { ...toggle("in GitHub Actions: write no step summary and no annotations"), flag: "--no-github" },
  }),
} satisfies OptionTable<CiOptions>;

export interface CheckedScores {
  readonly scores: readonly ModelScore[];
  readonly verdicts: readonly RequirementVerdict[];
  readonly gates: readonly Gate[];
  readonly warnings: readonly string[];
  readonly findings: ModelsToScore["findings"];
  readonly level: number;
  readonly annotations: readonly string[];
  readonly reading: ScoreRequest;
}

/** Writes what the options ask for, and what GitHub's environment invites to. */
export async function writeForCi(
  { junit, comment, previous, github, texts }: CiOptions,
  { verdicts, warnings, ...findings }: CheckedScores,
): Promise<void> {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  const stepSummary = github && GITHUB_STEP_SUMMARY ? GITHUB_STEP_SUMMARY : undefined;
  const hasFiles = junit !== undefined || comment !== undefined || stepSummary !== undefined;
  const hasAnnotations = github && GITHUB_ACTIONS === "true";
  if (!hasFiles && !hasAnnotations) return;
  const { fromGate, fromRequirement } = await import("../../report/gates/gate-result.js");
  const results = [...verdicts.map(fromRequirement), ...findings.gates.map(fromGate)];
  if (hasFiles) {
    const { writeCiOutputs } = await import("../../pipeline/outputs/write-ci-outputs.js");
    await writeCiOutputs({ junit, comment, previous, stepSummary, texts }, { ...findings, results });
  }
  if (hasAnnotations) {
    const { writeWorkflowCommands } = await import("../../report/formats/workflow-commands.js");
    process.stderr.write(writeWorkflowCommands(results, warnings));
  }
}
