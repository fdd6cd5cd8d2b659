import { type EndpointSettings, endpointOptions, timeoutOption } from "./asking/asking-request.js";
import { argument, type OptionTable } from "./options/option-table.js";
import { judgeModelOption } from "./options/shared-options.js";

/** Which judge is asked one question, and where. */
export interface JudgeCheckRequest extends EndpointSettings {
  readonly judge: string;
  readonly judgeModel?: string | undefined;
  /** Of one request, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

export const judgeCheckOptions = {
  judge: argument("<name|path>", "a judge's name, or its folder"),
  judgeModel: judgeModelOption,
  ...endpointOptions,
  timeoutMs: { ...timeoutOption, help: "time for the request" },
} satisfies OptionTable<JudgeCheckRequest>;

export interface CopyJudgeRequest {
  readonly judge: string;
  /** Where the copy goes; it must not be there yet. */
  readonly folder: string;
}

export const copyJudgeOptions = {
  judge: argument("<name|path>", "a judge that comes with lceval, or a folder"),
  folder: argument("<folder>", "where the copy goes"),
} satisfies OptionTable<CopyJudgeRequest>;
