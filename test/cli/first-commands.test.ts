// What somebody types who has read nothing, right and wrong: each is done, or answered with what to type instead.
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.js";
import { runLceval } from "./lceval.js";

const folder = temporaryFolder();
for (const name of ["model", "model-padded", "baseline"])
  copyFileSync(
    new URL(`../../data/example/${name}.jsonl`, import.meta.url).pathname,
    join(folder, `${name}.jsonl`),
  );
writeFileSync(join(folder, "questions.jsonl"), '{"instruction":"Why?"}\n');
const lceval = (line: string) => runLceval(line.split(" ").filter(Boolean), { cwd: folder });
const judged = await lceval("run model.jsonl model-padded.jsonl --baseline baseline.jsonl --judge offline");

describe("the first command", () => {
  it("keeps its judgements in judged.jsonl where nothing else is said, and says so", () => {
    expect(judged.code).toBe(0);
    expect(judged.stderr).toContain("judgements are kept in judged.jsonl (--annotations names another file)");
    expect(judged.stdout).toContain("Win rate against example-baseline");
  });
});

describe("files with columns of their own", () => {
  const write = (name: string, head: string) =>
    writeFileSync(
      join(folder, name),
      `${head}\n1,Why is it so?,${name} says so\n2,Name a prime.,13 of ${name}\n`,
    );
  write("mine.csv", "Nr,Frage,Antwort");
  write("theirs.csv", "Nr,Frage,Reply given");

  it("are read by the command that the refusal prints, which is the one typed and what it lacked", async () => {
    const typed = "run mine.csv --baseline theirs.csv --judge offline --annotations own.jsonl";
    const refused = await lceval(typed);
    expect(refused.code).toBe(3);
    const [, pasted] = /^hint: lceval (.*)$/m.exec(refused.stderr)!;
    expect(pasted).toBe(
      `${typed} --output-columns instruction=Frage,output=Antwort --baseline-columns 'instruction=Frage,output=Reply given'`,
    );
    const words = [...pasted!.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
    const { code, stdout } = await runLceval(words, { cwd: folder });
    expect(`${code} ${stdout}`).toMatch(/^0 Win rate against theirs/);
  });
});

describe.each([
  ["run", 2, "missing required argument 'model-outputs': output files of the models"],
  ["run", 2, "required options '--baseline <file>', '--judge <name|path>' not specified"],
  ["annotate", 2, "'--baseline <file>', '--judge <name|path>', '-o, --output <file>' not specified"],
  ["score", 2, "missing required argument 'annotations': annotation files or globs"],
  ["compare", 2, "missing required argument 'models': two or more files"],
  ["generate questions.jsonl", 2, "'--model <id>', '-o, --output <file>'"],
  ["model.jsonl", 2, "'model.jsonl' is no command but a file; to judge and score it: lceval run model.jsonl"],
  ["eval model.jsonl", 2, "(Did you mean run?)"],
  ["evaluate", 2, "(Did you mean run?)"],
  ["judge model.jsonl", 2, "(Did you mean annotate or judges?)"],
  ["leaderbord judged.jsonl", 2, "(Did you mean leaderboard?)"],
  ["version", 2, "(Did you mean --version?)"],
  ["-v", 2, "unknown option '-v': here it is -V, --version"],
  ["run model.jsonl --limit 5", 2, "unknown option '--limit': here it is --max-instances <n>"],
  ["run model.jsonl -n 5 -j8", 2, "unknown option '-n': here it is --max-instances <n>"],
  ["run model.jsonl -n 5 -j8", 2, "unknown option '-j8': here it is --concurrency <n>"],
  ["run model.jsonl --workers=4", 2, "unknown option '--workers': here it is --concurrency <n>"],
  ["run model.jsonl --model gpt-4o", 2, "--name <generator> (the model's name), or --judge-model <id>"],
  ["generate questions.jsonl --api-key sk-1", 2, "keys come from the environment: export OPENAI_API_KEY"],
  ["annotate model.jsonl --out o.jsonl", 2, "here it is -o, --output <file>"],
  ["annotate model.jsonl --budget 5", 2, "here it is --budget-usd <x>"],
  ["annotate model.jsonl --resume", 2, "the same command goes on where it stopped"],
  ["annotate model.jsonl --overwrite", 2, "nothing is written over"],
  ["annotate model.jsonl --reference baseline.jsonl", 2, "here it is --baseline <file>"],
  ["run model.jsonl --baseline_ x", 2, "(Did you mean --baseline?)"],
  ["score judged.jsonl --fail-under 40", 2, "here it is --require <condition>"],
  ["run model.jsonl --temprature 0", 2, "unknown option '--temprature': here it is --sampling <key=value>"],
  ["run model.jsonl --jugde x", 2, "(Did you mean --judge?)"],
  ["annotate model.jsonl --overwrit", 2, "nothing is written over"],
  ["report judged.jsonl -o r.html --no-texts", 2, "`lceval report --pairs 0` out of a page"],
  ["score judged.jsonl --json", 2, "here it is --format <name>"],
  [
    "run model.jsonl --baseline baseline.jsonl --judge gpt-4o --annotations new.jsonl",
    3,
    "hint: if gpt-4o is the model that judges: --judge verdict --judge-model gpt-4o",
  ],
  ["run model.jsonl --baseline nobody.jsonl --judge offline", 3, "nobody.jsonl: there is no such file"],
  ["score model.jsonl", 3, "holds a model's outputs, not judgements"],
  [
    "score judged.jsonl --against judged.jsonl",
    3,
    "hint: if they are judgements: lceval score judged.jsonl -o result.json, and name result.json here",
  ],
  ["score judged.jsonl --require length_controlled_winrate>=0.4", 2, "write 0.4% or 40%"],
  ["report judged.jsonl -o rep.md", 2, "name it FILE.html; tables in Markdown"],
  ["help scor", 2, "(Did you mean score?)"],
  ["score judged.jsonl", 0, ""],
  ["leaderboard judged.jsonl", 0, ""],
  ["compare judged.jsonl", 0, ""],
  ["judges list", 0, ""],
  [
    "run model.jsonl --baseline baseline.jsonl --judge offline --max-instances 5 --annotations few.jsonl",
    0,
    "",
  ],
])("lceval %s", (line, code, said) => {
  it(code === 0 ? "is done" : `is answered: ${said}`, async () => {
    const ran = await lceval(line);
    expect(ran.stderr).toContain(said);
    expect(ran.code).toBe(code);
  });
});

describe("a warning", () => {
  it("says what to do, is silenced by its code, and stays in JSON", async () => {
    const { stderr } = await lceval("score judged.jsonl");
    expect(stderr).toContain("! offline-judge: a fixed heuristic judged here");
    expect(stderr).toContain("\n  → name a judge that asks a model");
    const quiet = await lceval("score judged.jsonl --no-warn offline-judge --no-warn no-difficulty");
    expect(quiet.stderr).toBe("");
    const { stdout } = await lceval("score judged.jsonl --format json --no-warn offline-judge");
    expect(stdout).toContain("offline-judge: ");
    const wrong = await lceval("score judged.jsonl --no-warn offline");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('there is no warning "offline"');
  });
});

describe("unknown options", () => {
  it("are all said at once, and before what is missing", async () => {
    const { stderr } = await lceval("annotate --limit 5 --workers 4");
    expect(stderr).toBe(
      "error: unknown option '--limit': here it is --max-instances <n>\n" +
        "error: unknown option '--workers': here it is --concurrency <n>\n" +
        "(see `lceval annotate --help`)\n",
    );
  });
});
