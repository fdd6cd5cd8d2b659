// What stands below each command's `--help`: commands to copy.

/** Examples by command, after those of `lceval` itself. */
const commandExamples: Readonly<Record<string, readonly string[]>> = {
  lceval: [
    "lceval demo",
    "lceval run model.json --baseline baseline.json --judge weighted --annotations judged.jsonl",
    "lceval score judged.jsonl --require 'length_controlled_winrate>=40@95%'",
  ],
  run: [
    "lceval run model.json --baseline baseline.json --judge weighted --annotations judged.jsonl",
    "lceval run 'outputs/*.jsonl' --baseline baseline.json --judge verdict --annotations judged.jsonl --budget-usd 20 -o result.json",
  ],
  annotate: [
    "lceval annotate model.json --baseline baseline.json --judge weighted -o judged.jsonl --dry-run",
    "lceval annotate 'outputs/*.json' --baseline baseline.json --judge weighted --order both -o judged.jsonl",
    "lceval annotate model.json --baseline baseline.json --judge verdict --base-url http://localhost:8000/v1 --judge-model qwen3 -o judged.jsonl",
  ],
  generate: [
    "lceval generate instructions.jsonl --model gpt-4.1 -o outputs.jsonl",
    "lceval generate instructions.jsonl --model qwen3 -o outputs.jsonl --base-url http://localhost:8000/v1",
  ],
  "judges list": ["lceval judges list", "lceval judges list --format json"],
  "judges show": ["lceval judges show weighted", "lceval judges show ./my-judge"],
  "judges check": [
    "lceval judges check weighted",
    "lceval judges check verdict --judge-model qwen3 --base-url http://localhost:8000/v1",
  ],
  score: [
    "lceval score judged.jsonl",
    "lceval score 'annotations/*.json' --format csv > scores.csv",
    "lceval score judged.jsonl --require 'length_controlled_winrate>=40@95%'",
    "lceval score judged.jsonl -o result.json --against release.json --margin 2",
  ],
  compare: [
    "lceval compare new.jsonl old.jsonl",
    "lceval compare new.jsonl old.jsonl --detect 2",
    "lceval compare step-1.jsonl step-2.jsonl step-3.jsonl --series",
  ],
  leaderboard: [
    "lceval leaderboard 'annotations/*.json'",
    "lceval leaderboard result.json --published alpaca_eval_2",
    "lceval leaderboard 'annotations/*.json' --matrix -o matrix.csv",
  ],
  calibrate: [
    "lceval calibrate 'annotations/*.jsonl' --name my-set -o my-set.json",
    "lceval score judged.jsonl --difficulty my-set.json",
  ],
  report: [
    "lceval report judged.jsonl -o report.html",
    "lceval report judged.jsonl --pairs 0 -o figures.html",
  ],
  convert: [
    "lceval convert judged.jsonl -o annotations.json",
    "lceval convert verdicts.csv -o annotations.json \\",
    "    --columns preference=winner --labels model=B,baseline=A,tie=tie",
  ],
  "analyze agreement": [
    "lceval analyze agreement judge.json --against humans.json --id-column idx \\",
    "    --judge-column verdict --human-columns ann1,ann2,ann3 \\",
    "    --labels model=2,baseline=1,tie=0",
  ],
  "analyze judge": ["lceval analyze judge 'annotations/*.json.gz' --order reference"],
  "analyze correlation": ["lceval analyze correlation leaderboard.csv --with arena.csv --rank-column elo"],
  "analyze gameability": ["lceval analyze gameability leaderboard.csv --variants variants.csv"],
  "analyze human-budget": ["lceval analyze human-budget judged.jsonl --labels-file human-labels.csv"],
  "analyze labels": [
    "lceval analyze labels judged.jsonl --group-column persona \\",
    "    --control-group none --pair-column prompt",
    "lceval analyze labels judged.jsonl --group-column method \\",
    "    --control-group plain --by family,dataset --pair-column prompt",
  ],
  "analyze words": [
    "lceval analyze words letters.jsonl --words lists.csv --group-column gender \\",
    "    --control-group man --pair-column prompt",
  ],
  "analyze factors": [
    "lceval analyze factors runs.jsonl --outcome correct \\",
    "    --factors prompt,temperature --cluster item",
  ],
  "analyze classify": [
    "lceval analyze classify survey.csv --gold answer --predicted guess \\",
    "    --probability p_yes --by question --cluster respondent",
  ],
  "analyze regress": [
    "lceval analyze regress scores.json --on avg_length,unique_token_count \\",
    "    --annotations 'annotations/*.jsonl'",
  ],
  demo: ["lceval demo"],
  doctor: ["lceval doctor", "lceval doctor --base-url http://localhost:8000/v1 --format json"],
  completion: [
    "source <(lceval completion bash)    # in ~/.bashrc",
    "source <(lceval completion zsh)     # in ~/.zshrc, after compinit",
    "lceval completion fish > ~/.config/fish/completions/lceval.fish",
  ],
};

/** The text below a command's help; empty for a command without examples. */
export const examplesBelow = (path: string): string => listExamples(commandExamples[path] ?? []);

/** Commands below a heading, broken between options where a line would be longer than 80 columns. */
function listExamples(examples: readonly string[]): string {
  if (examples.length === 0) return "";
  return `\nExamples:\n${examples.map((line) => `  ${breakCommand(line)}`).join("\n")}\n`;
}

function breakCommand(line: string): string {
  const lines = [""];
  for (const part of line.split(/ (?=--?[a-z])/)) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + part.length > 72) lines.push(part);
    else lines[lines.length - 1] = last === "" ? part : `${last} ${part}`;
  }
  return lines.join(" \\\n      ");
}
