import { UsageError } from "../../core/errors.js";
import type { Format } from "./format.js";

/** Every format by name; each is loaded only when it is asked for. */
const formats: Record<string, () => Promise<Format>> = {
  table: async () => (await import("./table.js")).table,
  json: async () => (await import("./json.js")).json,
  csv: async () => (await import("./csv.js")).csv,
  markdown: async () => (await import("./markdown.js")).markdown,
  html: async () => (await import("./html.js")).htmlFormat,
};

const formatNames = Object.keys(formats);

const formatByExtension: Record<string, string> = {
  json: "json",
  csv: "csv",
  md: "markdown",
  txt: "table",
  html: "html",
};

/** The format that a file's name asks for. @throws UsageError when the name does not say */
export function formatOfFile(path: string): string {
  const format = formatByExtension[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""];
  if (format === undefined)
    throw new UsageError(`the name of ${path} does not say in which format to write it`, {
      hint: `end it in ${Object.keys(formatByExtension)
        .map((extension) => `.${extension}`)
        .join(
          ", ",
        )}, or name one with --format${/\.jsonl$/i.test(path) ? "; to name the file of judgements: annotate -o, run --annotations" : ""}`,
    });
  return format;
}

/** @throws UsageError for a name that is no format */
export async function loadFormat(name: string): Promise<Format> {
  const load = formats[name];
  if (!load) throw new UsageError(`no format "${name}"; there are ${formatNames.join(", ")}`);
  return load();
}
