// How a provider takes batches.

/** What is peculiar to a provider's batches; from data/providers.json. */
export interface BatchInterface {
  /** What a token costs in a batch, of what it costs otherwise. */
  readonly priceFactor: number;
  readonly mostRequests: number;
  readonly mostBytes: number;
  /** The path that lines and batches name. */
  readonly path: string;
  /** What files of requests are declared to be for. */
  readonly purpose: string;
  /** Where files are uploaded to. */
  readonly uploadPath: string;
  /** Requests are sent with the batch, not as a file. */
  readonly isInline: boolean;
}
