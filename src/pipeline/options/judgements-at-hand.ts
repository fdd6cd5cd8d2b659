// Judgements that a program has at hand, wherever a request names files of them.
import { MemoryRows, type RowInput } from "../../io/rows/located-row.js";
import { resolveRequest } from "./check-request.js";
import type { OptionTable, Resolved } from "./option-table.js";
import { given } from "./option-values.js";

/** The request, or the same with `judgements` in place of the member that names files. */
export type OrJudgements<Request, Files extends keyof Request> = Request | AtHand<Request, Files>;

type AtHand<Request, Files extends keyof Request> = Omit<Request, Files> & {
  /** Rows with the keys of an annotation line, as `judge` and `annotate` give them. */
  readonly judgements: readonly object[];
};

const judgementsOption = {
  isLibraryOnly: true,
  required: true,
  value: given<readonly object[]>(
    (value) => Array.isArray(value) && value.length > 0,
    "a list of judgements is needed, one at least.",
  ),
} as const;

/** Checks a request and fills in its defaults. @throws UsageError as `checkRequest` */
export function takeJudgements<
  Request extends object,
  Table extends OptionTable<Request>,
  Files extends keyof Request & string,
>(
  name: string,
  table: Table & OptionTable<Request>,
  request: OrJudgements<Request, Files>,
  files: Files,
): Omit<Resolved<Request, Table>, Files> & { readonly [Member in Files]: readonly RowInput[] } {
  const hasRows = typeof request === "object" && request !== null && "judgements" in request;
  if (!hasRows) return resolveRequest<Request, Table>(name, table, request as Request) as never;
  const { [files]: _, ...others } = table as Readonly<Record<string, unknown>>;
  const known = { ...others, judgements: judgementsOption } as never;
  const { judgements, ...rest } = resolveRequest<AtHand<Request, Files>, never>(name, known, request);
  return { ...rest, [files]: [new MemoryRows("judgements", judgements)] } as never;
}
