// Which batches are under way → a file in the store of replies, so that a run killed at any moment finds them again. A batch
// is on the disk with all of its keys before the server is asked to begin it; whether the server did is then asked of the
// server (see `batch-endpoint.ts`). Several processes may append.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { openDurableLines } from "../../io/durable/durable-lines.js";
import { readRawLines } from "../../io/durable/raw-lines.js";

/** A batch as it is begun. */
export interface BatchBegun {
  readonly publicUrl: string;
  readonly model: string;
  /** The annotation or outputs file that it is for. */
  readonly output: string;
  /** Reply keys, in the order of the lines. */
  readonly keys: readonly string[];
  /** The server's file of requests; null where they are sent with the batch itself. */
  readonly inputFile: string | null;
}

export interface BatchRecord extends BatchBegun {
  /** Our own name for it. */
  readonly ticket: string;
  /** When it was begun, as an ISO date. */
  readonly at: string;
  /** The server's name for it; null where the run ended before it was heard. */
  readonly id: string | null;
}

export interface BatchLedger {
  /** By ticket, those whose replies are not all in the store. */
  readonly open: ReadonlyMap<string, BatchRecord>;
  /** What ended batches of an output have cost. */
  spentUsd(output: string): number;
  begin(batch: BatchBegun): Promise<BatchRecord>;
  name(ticket: string, id: string): Promise<BatchRecord>;
  /** Everything that it gave is safe, or it gives nothing. @param costUsd null where that is not known */
  end(ticket: string, costUsd: number | null): Promise<void>;
  close(): Promise<void>;
}

type Event = { readonly ticket: string } & (
  | ({ readonly event: "begun"; readonly at: string } & BatchBegun)
  | { readonly event: "named"; readonly id: string }
  | { readonly event: "ended"; readonly costUsd: number | null }
);

/** @throws OutputError (exit 7) where the file cannot be written */
export async function openBatchLedger(folder: string): Promise<BatchLedger> {
  const path = join(folder, "batches.jsonl");
  const lines = await openDurableLines(path, { permissions: 0o600 });
  const open = new Map<string, BatchRecord>();
  const spent = new Map<string, number>();
  const apply = ({ ticket, ...event }: Event) => {
    const known = open.get(ticket);
    if (event.event === "begun") {
      const { event: _, ...begun } = event;
      open.set(ticket, { ...begun, ticket, id: null });
    } else if (known === undefined) return;
    else if (event.event === "named") open.set(ticket, { ...known, id: event.id });
    else {
      open.delete(ticket);
      spent.set(known.output, (spent.get(known.output) ?? 0) + (event.costUsd ?? 0));
    }
  };
  for await (const { value } of readRawLines(path)) if (value !== null) apply(value as Event & object);
  const note = async (event: Event) => {
    await lines.append(JSON.stringify(event));
    apply(event);
    return open.get(event.ticket)!;
  };
  return {
    open,
    spentUsd: (output) => spent.get(output) ?? 0,
    begin: (batch) => note({ event: "begun", ticket: randomUUID(), at: new Date().toISOString(), ...batch }),
    name: (ticket, id) => note({ event: "named", ticket, id }),
    end: async (ticket, costUsd) => void (await note({ event: "ended", ticket, costUsd })),
    close: () => lines.close(),
  };
}
