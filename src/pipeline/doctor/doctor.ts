// Settings and surroundings → what a run would meet: where each setting came from, whether the endpoint answers and takes
// the key, whether the store and the working folder can be written. Writes nothing; asks for one token.
import { countOf } from "../../core/count-of.js";
import { LcevalError } from "../../core/errors.js";
import type { ExitCodeName } from "../../core/exit-codes.js";
import { packageVersion } from "../../core/package-file.js";
import { toPublicUrl } from "../../endpoint/client/endpoint-address.js";
import type { EndpointOptions } from "../../endpoint/client/endpoint-options.js";
import { type FolderState, readFolderState } from "../../io/durable/folder-state.js";
import type { EndpointSettings } from "../asking/asking-request.js";
import { resolveEndpoints } from "../asking/open-endpoint.js";
import { settleProvider } from "../asking/settle-provider.js";
import { describeSettings, type GivenSetting } from "./describe-settings.js";

export interface DoctorRequest extends EndpointSettings {
  readonly store?: string | undefined;
  /** The model that is asked; one that the endpoint lists when absent. */
  readonly judgeModel?: string | undefined;
  /** How long the endpoint may take to answer. */
  readonly timeoutMs: number;
  /** Every setting that is not left at its default. */
  readonly settings: readonly GivenSetting[];
  /** Environment variables that are named like settings, and are none. */
  readonly unknownVariables: readonly string[];
  /** The config file that is used; null when there is none. */
  readonly configFile: string | null;
}

export interface DoctorCheck {
  readonly check: string;
  readonly state: "ok" | "problem";
  readonly detail: string;
  /** What a run would end with; null where it would not stop a run. */
  readonly failure: ExitCodeName | null;
}

export interface DoctorFindings {
  /** Values are fit to be shown: no keys, of URLs only scheme, host and path. */
  readonly settings: readonly GivenSetting[];
  readonly checks: readonly DoctorCheck[];
}

/** @throws InputError (exit 3) for an env file that cannot be read, UsageError for a base URL that is none */
export async function examine(given: DoctorRequest): Promise<DoctorFindings> {
  const request = await settleProvider(given);
  return {
    settings: await describeSettings(request),
    checks: [
      good("lceval", packageVersion()),
      good("Node", `${process.versions.node} on ${process.platform} ${process.arch}`),
      good("config file", request.configFile ?? "none found"),
      ...request.unknownVariables.map(describeUnknown),
      ...(await checkEndpoints(request)),
      await check("store", () => describeStore(request)),
      await check(
        "working folder",
        async () => `${formatBytes((await readFolderState(".")).freeBytes)} free`,
      ),
    ],
  };
}

async function checkEndpoints(request: DoctorRequest): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  const resolved = await check("endpoint", async () => {
    for (const endpoint of await resolveEndpoints({ ...request, concurrency: 1 }))
      checks.push(await check("endpoint", () => describeEndpoint(request, endpoint)));
    return "";
  });
  return resolved.failure === null ? checks : [resolved];
}

async function describeEndpoint(
  { timeoutMs, judgeModel }: DoctorRequest,
  endpoint: EndpointOptions,
): Promise<string> {
  const { checkEndpoint } = await import("../../endpoint/client/check-endpoint.js");
  const { models, model, servedModel, remark } = await checkEndpoint(
    { ...endpoint, timeoutMs },
    judgeModel ?? null,
  );
  return [
    `${toPublicUrl(endpoint.baseUrl)} answers`,
    endpoint.apiKey !== null && "takes the key",
    remark ??
      `${model} gave a token${servedModel === null || servedModel === model ? "" : ` (served by ${servedModel})`}`,
    describeModels(models),
  ]
    .filter(Boolean)
    .join("; ");
}

const shownModels = 5;

/** The models that an endpoint lists, in words; null where it lists none. */
export function describeModels(models: readonly string[] | null): string {
  if (models === null) return "it lists no models";
  const more = models.length > shownModels ? ", …" : "";
  return `it lists ${countOf(models.length, "model")}: ${models.slice(0, shownModels).join(", ")}${more}`;
}

async function describeStore({ store }: DoctorRequest): Promise<string> {
  if (store === "none") return "none: no reply is kept";
  const { defaultStoreFolder } = await import("../../endpoint/store/store-folder.js");
  const folder = store ?? defaultStoreFolder(process.env);
  return `${folder}: ${describeFolder(await readFolderState(folder))}`;
}

function describeFolder({ isThere, files, bytes, freeBytes }: FolderState): string {
  const content = isThere ? `${countOf(files, "file")}, ${formatBytes(bytes)}` : "will be made when needed";
  return `${content}; ${formatBytes(freeBytes)} free`;
}

const good = (name: string, detail: string): DoctorCheck => ({
  check: name,
  state: "ok",
  detail,
  failure: null,
});

const describeUnknown = (variable: string): DoctorCheck => ({
  check: "environment",
  state: "problem",
  detail: `${variable} sets nothing: there is no such option`,
  failure: null,
});

async function check(name: string, look: () => Promise<string>): Promise<DoctorCheck> {
  try {
    return good(name, await look());
  } catch (error) {
    if (!(error instanceof LcevalError) || error.code === "usage" || error.code === "badInput") throw error;
    const detail = [error.message, error.hint].filter(Boolean).join(". ");
    return { check: name, state: "problem", detail, failure: error.code };
  }
}

function formatBytes(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let at = 0;
  for (; bytes >= 1000 && at < units.length - 1; at++) bytes /= 1000;
  return `${at === 0 ? bytes : bytes.toFixed(1)} ${units[at]}`;
}
