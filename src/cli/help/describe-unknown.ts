// What people type who come from other tools → what answers it here.
import { existsSync } from "node:fs";
import type { Command } from "commander";
import { nearestWord } from "../../core/nearest-word.js";

/** By options as typed, without dashes: options that may be meant, of which a command's own are named; or what to do. */
const options: Readonly<Record<string, string>> = {
  "limit n max-examples num-examples num-samples subset": "--max-instances",
  "workers j num-workers threads jobs parallel max-concurrency": "--concurrency",
  "model m": "--judge-model --name",
  "generator model-name": "--name",
  "out output-path output-file": "--output --annotations",
  output: "--annotations",
  "budget max-cost max-budget": "--budget-usd",
  "reference reference-outputs ref": "--baseline",
  "evaluator annotator annotators-config grader": "--judge",
  "fail-under threshold gate": "--require",
  "confidence ci alpha": "--level",
  "rate-limit": "--rpm",
  "url endpoint api-base": "--base-url",
  "timeout request-timeout": "--timeout-ms",
  "retries retry": "--max-retries",
  "temperature top-p": "--sampling",
  "cache no-cache cache-dir": "--store",
  "json csv markdown html": "--format",
  "silent q": "--quiet",
  "no-texts":
    "`lceval score --no-texts` keeps texts out of comments, `lceval report --pairs 0` out of a page",
  v: "--verbose --version",
  "api-key key token openai-api-key":
    "keys come from the environment: export OPENAI_API_KEY=…, or name another variable with --api-key-env",
  "resume continue": "the same command goes on where it stopped; leave it out",
  "overwrite force y yes": "nothing is written over; name another file, or delete the old one",
  "input inputs outputs model-outputs file files":
    "files stand by themselves behind the command's name, without an option",
  "prompt template prompt-template":
    "a judge is a folder that holds its prompt; `lceval judges copy verdict my-judge` makes one to change",
};

const commands: Readonly<Record<string, string>> = {
  "eval evaluate test start": "run",
  "judge grade": "annotate or judges",
  "rank ranking board": "leaderboard",
  "diff versus vs": "compare",
  "winrate win-rate gate": "score",
  "page html view": "report",
  "agreement gameability correlation": "analyze",
  "inference predict": "generate",
  "check config env": "doctor",
  version: "--version",
};

const find = (table: Readonly<Record<string, string>>, word: string): string | undefined =>
  Object.entries(table).find(([typed]) => typed.split(" ").includes(word))?.[1];

/** One line on a word that is no option, or no command, and what may be meant. */
export const describeUnknown = (command: Command, word: string): string =>
  word.startsWith("-") ? describeOption(command, word.replace(/=.*$/s, "")) : describeCommand(command, word);

function describeOption(command: Command, typed: string): string {
  const word = typed
    .replace(/^-+/, "")
    .replaceAll("_", "-")
    .replace(/^([a-z])\d+$/, "$1");
  const known = command.options.flatMap(({ long }) => long ?? []);
  const near = nearestWord(typed, known);
  const others = Object.keys(options).flatMap((words) => words.split(" "));
  const answer = find(options, word) ?? (near ? undefined : find(options, nearestWord(word, others) ?? ""));
  const isSentence = answer !== undefined && !answer.startsWith("--");
  if (isSentence) return `unknown option '${typed}': ${answer}`;
  const own = command.options.filter(({ long }) => answer?.split(" ").includes(long!));
  if (own.length > 0) {
    const clause = (text: string) => (own.length > 1 ? ` (${text.split(/[:;(]/)[0]!.trim()})` : "");
    const meant = own.map(({ flags, description }) => `${flags}${clause(description)}`);
    return `unknown option '${typed}': here it is ${meant.join(", or ")}`;
  }
  return `unknown option '${typed}'${suggest(near)}`;
}

function describeCommand(command: Command, word: string): string {
  if (existsSync(word))
    return `'${word}' is no command but a file; to judge and score it: lceval run ${word} --baseline FILE --judge NAME`;
  const names = command.commands.map((each) => each.name());
  return `unknown command '${word}'${suggest(find(commands, word.toLowerCase()) ?? nearestWord(word, names))}`;
}

const suggest = (meant: string | undefined): string => (meant ? `\n(Did you mean ${meant}?)` : "");
