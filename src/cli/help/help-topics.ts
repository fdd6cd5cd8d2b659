import { exitCodes, exitPrecedence } from "../../core/exit-codes.js";
import {
  type Described,
  describeCovariates,
  describeRecipes,
} from "../../pipeline/options/describe-covariates.js";
import { wrapText } from "../wrap-text.js";

const precedence = exitPrecedence.map((name) => exitCodes[name].code).join(", ");

/** Texts of `lceval help TOPIC` for topics that are no commands; null for others. */
export function helpTopic(topic: string | undefined): string | null {
  if (topic === "exit-codes") return exitCodesHelp();
  if (topic === "settings") return settingsHelp;
  if (topic === "covariates") return covariatesHelp();
  return null;
}

/** Terms and what they mean, in two columns of 80 characters in all. */
function define(entries: readonly Described[]): string[] {
  const width = Math.max(...entries.map(([term]) => term.length));
  return entries.flatMap(([term, meaning]) =>
    wrapText(meaning, 75 - width).map((line, at) => `  ${(at === 0 ? term : "").padEnd(width)}  ${line}`),
  );
}

function exitCodesHelp(): string {
  const entries = Object.values(exitCodes).map(
    ({ code, meaning }) => [String(code).padStart(3), meaning] as const,
  );
  return ["Exit codes", ...define(entries), `Where several apply: ${precedence} in this order.`, ""].join(
    "\n",
  );
}

function covariatesHelp(): string {
  return [
    "Covariates, for --control (both answers are taken to be equal in it) and",
    "--covariates (kept as observed)",
    ...define(describeCovariates()),
    "Recipes",
    ...define(describeRecipes()),
    "",
  ].join("\n");
}

const settingsHelp = `Settings
  Every option can be set in four places; the first that has it wins:
    1. a flag                    --judge-model gpt-4.1
    2. an environment variable   LCEVAL_JUDGE_MODEL=gpt-4.1
    3. a config file             judge-model: gpt-4.1
    4. the default
  The config file is lceval.config.yaml (or .json) in this folder or above it,
  or what --config names. Settings at its top hold for every command that knows
  them; below a command's name, for that command alone:
    judge: weighted
    no-color: true
    score:
      level: 0.9
      require: [length_controlled_winrate>=40, win_rate>=30]
  An option that means something of its own under a name that others have too is
  set by its command's section, or its own variable, only:
    leaderboard --baseline       LCEVAL_LEADERBOARD_BASELINE
    calibrate --name, convert --format, analyze judge --order, --gold (but
    for analyze agreement and classify), analyze agreement --against, analyze
    agreement --interval, analyze classify --interval,
    analyze gameability --annotations
  Switches are true or false. An option that may be repeated takes a list; flags
  replace the list, they do not add to it.
  A config file that was only found sets no host, no store, no file elsewhere,
  and nothing that decides what a gate says (level, where, margin, require, …):
  name it by --config or LCEVAL_CONFIG for that.
  \`lceval doctor\` shows where each value came from.
`;
