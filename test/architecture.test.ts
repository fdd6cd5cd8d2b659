import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { describe, expect, it } from "vitest";

// The one way through: a folder may import only the folders named here (and itself).
const mayImport: Record<string, readonly string[]> = {
  core: [],
  types: [],
  numerics: ["core"],
  io: ["core"],
  glm: ["numerics", "core"],
  "length-control": ["glm", "numerics", "core"],
  metrics: ["length-control", "glm", "numerics", "core"],
  report: ["metrics", "length-control", "glm", "numerics", "core"],
  endpoint: ["io", "core"],
  pairs: ["io", "core"],
  judge: ["pairs", "endpoint", "io", "core"],
  pipeline: [
    "report",
    "metrics",
    "length-control",
    "glm",
    "numerics",
    "judge",
    "pairs",
    "endpoint",
    "io",
    "core",
  ],
  cli: ["pipeline", "report", "core"],
};

// How a scored model is kept in a file: it knows what is measured of a model, and whatever shows one knows it.
const scoreResult = join("io", "wire", "score-result");
const isOfScoreResult = (from: string, to: string) =>
  (from.startsWith(scoreResult) && ["metrics", "length-control", "numerics"].includes(to.split(sep)[0]!)) ||
  (from.startsWith("report") && to.startsWith(scoreResult));

// Rooms that have chapters, and which other chapters of its room each may import.
const chapters: Record<string, Record<string, readonly string[]>> = {
  io: {
    bytes: [],
    rows: ["bytes", "durable"],
    wire: ["rows", "bytes"],
    durable: ["bytes"],
    layouts: ["rows", "wire", "bytes"],
  },
  endpoint: {
    words: [],
    client: ["words"],
    store: ["client", "words"],
    asking: ["store", "client", "words"],
    batch: ["asking", "store", "client", "words"],
    queue: ["asking", "store", "client", "words"],
  },
  metrics: {
    rates: [],
    escalation: [],
    sequential: ["rates"],
    planning: ["rates", "score"],
    score: ["rates", "sequential", "escalation"],
    contrasts: ["rates"],
    "judge-bias": ["rates"],
    correlation: ["rates", "score"],
    comparison: ["rates", "score"],
    agreement: ["rates", "contrasts", "correlation"],
    leaderboard: ["rates", "score", "comparison"],
  },
  cli: {
    completion: ["options"],
    run: [],
    options: ["run"],
    settings: ["options"],
    help: ["settings"],
    commands: ["completion", "help", "options", "run", "settings"],
  },
};

// What touches the world, and the only folders that may.
const impure: readonly {
  what: string;
  pattern: RegExp;
  allowed: readonly string[];
}[] = [
  {
    what: "node:fs",
    pattern: /["']node:fs(\/promises)?["']/,
    allowed: ["io", "cli"],
  },
  {
    what: "the network",
    pattern: /\bfetch\(|["'](undici|openai|node:https?|node:net)["']/,
    allowed: ["endpoint"],
  },
  {
    what: "process",
    pattern: /\bprocess\./,
    allowed: ["io", "endpoint", "pipeline", "cli"],
  },
  {
    what: "the clock",
    pattern: /\bDate\.now|new Date\(\)|performance\.now/,
    allowed: ["io", "endpoint", "pipeline", "cli"],
  },
  {
    what: "unseeded chance",
    pattern: /\bMath\.random|randomUUID|randomBytes/,
    // names of lock files that nobody else has
    allowed: ["endpoint", "io"],
  },
];

const sourceFolder = new URL("../src/", import.meta.url).pathname;
const files = readdirSync(sourceFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({
    file,
    folder: file.split(sep)[0]!,
    text: readFileSync(join(sourceFolder, file), "utf8"),
  }));
const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

/** What a file imports of `src`, as paths below it. */
const importsOf = ({ file, text }: (typeof files)[number]) =>
  [...withoutComments(text).matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)].map(([, path]) =>
    normalize(join(dirname(file), path!)),
  );
const chapterOf = (file: string) => (file.split(sep).length > 2 ? file.split(sep)[1]! : null);

describe("the architecture", () => {
  it("lets imports point one way only", () => {
    const backwards = files.flatMap((source) =>
      importsOf(source)
        .filter((path) => !isOfScoreResult(source.file, path))
        .map((path) => path.split(sep)[0]!)
        .filter((target) => target !== source.folder && !mayImport[source.folder]?.includes(target))
        .map((target) => `${source.file} imports ${target}/`),
    );
    expect(backwards).toEqual([]);
  });

  it("lets the chapters of a room import each other one way only", () => {
    const backwards = files.flatMap((source) => {
      const from = chapterOf(source.file);
      const arrows = chapters[source.folder]?.[from ?? ""];
      if (from === null || !arrows) return [];
      return importsOf(source)
        .filter((path) => path.startsWith(`${source.folder}${sep}`))
        .map(chapterOf)
        .filter((to) => to !== null && to !== from && !arrows.includes(to))
        .map((to) => `${source.file} imports ${to}/`);
    });
    expect(backwards).toEqual([]);
  });

  it("keeps folders short and knows every chapter", () => {
    const sizes = new Map<string, number>();
    for (const { file } of files) sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
    expect([...sizes].filter(([, size]) => size > 20)).toEqual([]);
    const unknown = files
      .filter(({ file, folder }) => folder in chapters && chapterOf(file) !== null)
      .filter(({ file, folder }) => !(chapterOf(file)! in chapters[folder]!));
    expect(unknown.map(({ file }) => file)).toEqual([]);
  });

  it("keeps files, network, process, clock and chance in the folders that may use them", () => {
    const offences = files.flatMap(({ file, folder, text }) =>
      impure
        .filter(({ pattern, allowed }) => !allowed.includes(folder) && pattern.test(withoutComments(text)))
        .map(({ what }) => `${file} uses ${what}`),
    );
    expect(offences).toEqual([]);
  });

  it("names files in kebab-case and never after what everything is", () => {
    const badly = files
      .map(({ file }) => file)
      .filter(
        (file) =>
          !/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.d)?\.ts$/.test(file) ||
          /\b(utils?|helpers?|misc|base|manager)\.ts$/.test(file),
      );
    expect(badly).toEqual([]);
  });

  it("lets an exported name stand for one thing", () => {
    const places = new Map<string, Set<string>>();
    for (const { file, text } of files)
      for (const [, name] of withoutComments(text).matchAll(
        /^export (?:declare |async |abstract )*(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm,
      ))
        places.set(name!, (places.get(name!) ?? new Set()).add(file));
    const several = [...places].filter(([, found]) => found.size > 1);
    expect(several.map(([name, found]) => `${name}: ${[...found].join(", ")}`)).toEqual([]);
  });

  it("knows every folder of src", () => {
    expect(files.map(({ folder }) => folder).filter((folder) => !(folder in mayImport))).toEqual([]);
  });
});
