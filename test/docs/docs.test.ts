// README, CONTRIBUTING and docs: every link leads somewhere, every option exists, and what is marked as running runs.
//
// A block fenced as ```sh run   is run in a copy of the example data and the recipes' judges, with lceval and npx on the
// path, after the blocks before it in the same document; it must exit 0, or with N where the fence says
// ```sh run exit=N (```sh run needs=redis is skipped where that is not installed), and print the text of ```sh run shows="text". A local judge answers its requests. Blocks fenced as ```sh alone are not run, but their commands and long options must exist.
import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { startBatchServer } from "../../bench/servers/batch-judge.mjs";
import { loadAllCommands } from "../../src/cli/load-command.js";
import { buildProgram } from "../../src/cli/program.js";
import { completionOf } from "../cli/batch/batch-command.js";
import {
  type JudgeServer,
  type SaidCompletion,
  type SeenRequest,
  startJudgeServer,
} from "../judge-server.js";
import { missingForQueues, startRedis } from "../redis.js";
import { temporaryFolder } from "../temporary-folder.js";
import { replyAfterThoughts, replyPlausibly } from "./plausible-judge.js";

const root = new URL("../../", import.meta.url).pathname;
const program = await loadAllCommands(buildProgram());
const documents = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" }).map((file) => `docs/${file}`),
].filter((file) => file.endsWith(".md") && existsSync(root + file));

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly lang?: string | null | undefined;
  readonly meta?: string | null | undefined;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

const flatten = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(flatten)];
const nodesOf = (file: string): Node[] =>
  flatten(
    fromMarkdown(readFileSync(root + file, "utf8"), {
      extensions: [gfm()],
      mdastExtensions: [gfmFromMarkdown()],
    }),
  );

const textOf = (node: Node): string =>
  flatten(node)
    .map(({ value = "" }) => value)
    .join("");

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const shellBlocks = (file: string): Node[] =>
  nodesOf(file).filter(({ type, lang }) => type === "code" && (lang === "sh" || lang === "bash"));
const shouldRun = ({ meta }: Node) => /^run\b/.test(meta ?? "");
const expectedExit = ({ meta }: Node) => Number(/\bexit=(\d+)/.exec(meta ?? "")?.[1] ?? 0);

const needsRedis = ({ meta }: Node) => /\bneeds=redis\b/.test(meta ?? "");
const expectedText = ({ meta }: Node) => /\bshows="([^"]*)"/.exec(meta ?? "")?.[1] ?? "";

describe.each(documents)("%s", (file) => {
  it("links to what exists", () => {
    const broken = nodesOf(file)
      .filter(
        ({ type, url }) =>
          (type === "link" || type === "image" || type === "definition") && url !== undefined,
      )
      .map(({ url }) => url!)
      .filter((url) => !/^[a-z][a-z0-9+.-]*:/i.test(url))
      .filter((url) => {
        const [path, anchor] = url.split("#") as [string, string | undefined];
        const target = path === "" ? file : join(dirname(file), decodeURIComponent(path));
        if (!existsSync(root + target)) return true;
        if (anchor === undefined || !target.endsWith(".md")) return false;
        const anchors = nodesOf(target)
          .filter(({ type }) => type === "heading")
          .map((node) => anchorOf(textOf(node)));
        return !anchors.includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it("names commands and options that exist", () => {
    expect(shellBlocks(file).flatMap(findUnknown)).toEqual([]);
  });

  const running = shellBlocks(file).filter(shouldRun);
  if (running.length > 0)
    describe("its commands", () => {
      let folder: string;
      let judge: Pick<JudgeServer, "baseUrl" | "close">;
      beforeAll(async () => {
        folder = prepareFolder();
        judge = await (file === "docs/scale.md"
          ? startPlausibleBatches()
          : startJudgeServer(file === "docs/reasoning-judges.md" ? replyAfterThoughts : replyPlausibly));
      });
      afterAll(() => judge?.close());
      for (const block of running)
        it.skipIf(needsRedis(block) && missingForQueues !== null)(
          `exit ${expectedExit(block)}: line ${block.position!.start.line}, ${block.value!.split("\n")[0]}`,
          async () => {
            const redis = needsRedis(block) ? await startRedis() : null;
            const script = redis
              ? block.value!.replaceAll("redis://localhost:6379", redis.url)
              : block.value!;
            const { code, output } = await runScript(script, folder, judge.baseUrl);
            redis?.stop();
            expect(`${code}\n${output}`.slice(0, 2_000)).toMatch(new RegExp(`^${expectedExit(block)}\n`));
            expect(output).toContain(expectedText(block));
          },
        );
    });
});

// What a build server would do with the workflow of docs/ci.md: its own steps in order, the actions left out.
describe("the GitHub Actions workflow of docs/ci.md", () => {
  it("judges, scores through the gate, and reports; a second run asks for what has changed alone", async () => {
    const block = nodesOf("docs/ci.md").find(({ type, lang }) => type === "code" && lang === "yaml")!;
    const { steps } = parseYaml(block.value!).jobs["win-rate"] as {
      steps: { name?: string; run?: string }[];
    };
    const scripts = steps.filter(({ run }) => run?.includes("lceval"));
    expect(scripts.map(({ name }) => name)).toEqual(["Judge", "Score", "Report"]);
    const folder = prepareFolder();
    const outputs = readFileSync(join(folder, "data/example/model.jsonl"), "utf8");
    cpSync(join(folder, "data/example/baseline.jsonl"), join(folder, "baseline.jsonl"));
    const judge = await startJudgeServer(replyPlausibly);
    try {
      const kept = join(temporaryFolder(), ".lceval");
      for (let run = 1; run <= 2; run++) {
        // a build server begins in a new folder, with what the cache holds
        for (const file of ["annotations.jsonl", "annotations.manifest.json", ".lceval"])
          rmSync(join(folder, file), { recursive: true, force: true });
        if (run === 2) cpSync(kept, join(folder, ".lceval"), { recursive: true });
        writeFileSync(
          join(folder, "outputs.jsonl"),
          run === 1 ? outputs : outputs.replace('"output":"', '"output":"Well: '),
        );
        const askedBefore = judge.requests.length;
        const codes: number[] = [];
        for (const { run: script } of scripts)
          codes.push((await runScript(script!, folder, judge.baseUrl)).code);
        expect(codes[0]).toBe(0);
        expect([0, 10, 11]).toContain(codes[1]);
        expect(codes[2]).toBe(0);
        expect(judge.requests.length - askedBefore).toBe(run === 1 ? 58 : 1);
        cpSync(join(folder, ".lceval"), kept, { recursive: true });
      }
    } finally {
      await judge.close();
    }
    for (const file of [".lceval/result.json", "previous.json", "gates.xml", "comment.md", "report.html"])
      expect(existsSync(join(folder, file)), file).toBe(true);
  });
});

/** The same judge behind files and batches too. */
async function startPlausibleBatches() {
  const answer = (body: SeenRequest["body"]) =>
    completionOf(replyPlausibly({ body } as SeenRequest) as SaidCompletion, body);
  const server = await startBatchServer({ answer, states: ["validating", "in_progress"] });
  return { baseUrl: server.baseUrl, close: async () => server.close() };
}

/** Every `lceval COMMAND … --option` of a block that the program does not know. */
function findUnknown({ value = "" }: Node): string[] {
  const lines = value.replace(/\\\n\s*/g, " ").split("\n");
  return lines.flatMap((line) => {
    const call = /(?:^|\s)lceval\s+(?!-)(\S+)(.*)/.exec(line.replace(/\s#.*$/, ""));
    if (!call) return [];
    let command = program.commands.find((each) => each.name() === call[1]);
    if (!command) return call[1] === "help" ? [] : [`no command in: ${line}`];
    for (const word of call[2]!.trim().split(/\s+/))
      command = command.commands.find((each) => each.name() === word) ?? command;
    const known = [...command.options.map(({ long }) => long), "--help"];
    const used = call[2]!.match(/(?<=\s)--[a-z][a-z-]*/g) ?? [];
    return used.filter((option) => !known.includes(option)).map((option) => `no ${option} in: ${line}`);
  });
}

/** A folder with the example data, a published leaderboard and the recipes' judges, and `lceval` and `npx` that run the build. */
function prepareFolder(): string {
  const folder = temporaryFolder();
  const bin = join(root, "dist", "cli", "bin.js");
  if (!existsSync(bin)) throw new Error("there is no build: run `npm test`, or `node .ci/bootstrap.mjs`");
  cpSync(`${root}data/example`, join(folder, "data", "example"), { recursive: true });
  cpSync(`${root}data/alpaca_eval_2/published.csv`, join(folder, "data", "alpaca_eval_2", "published.csv"));
  cpSync(`${root}docs/recipes/judges`, join(folder, "docs", "recipes", "judges"), { recursive: true });
  mkdirSync(join(folder, ".bin"));
  const shims = {
    lceval: `exec "${process.execPath}" "${bin}" "$@"`,
    npx: `[ "$1" = lceval ] || { echo "only npx lceval runs here" >&2; exit 97; }; shift; exec lceval "$@"`,
  };
  for (const [name, line] of Object.entries(shims)) {
    writeFileSync(join(folder, ".bin", name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(folder, ".bin", name), 0o755);
  }
  return folder;
}

/** Runs a block as one script, with nothing of the environment but what it needs. */
function runScript(
  script: string,
  folder: string,
  baseUrl: string,
): Promise<{ code: number; output: string }> {
  const env = {
    PATH: `${join(folder, ".bin")}:/usr/bin:/bin`,
    HOME: folder,
    OPENAI_API_KEY: "key-for-the-local-judge",
    OPENAI_BASE_URL: baseUrl,
    // the local judge is no provider of the price table
    LCEVAL_PRICE: "2.5,10",
  };
  return new Promise((resolve) => {
    execFile("/bin/sh", ["-e", "-c", script], { cwd: folder, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 98;
      resolve({ code, output: stdout + stderr });
    });
  });
}
