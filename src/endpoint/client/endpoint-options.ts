// How an OpenAI-compatible endpoint is reached, and how messages name the settings that say so.

/** One endpoint, as the settings give it. */
export interface EndpointOptions {
  /** Such as `https://api.openai.com/v1`; user, password and query are used, and never shown. */
  readonly baseUrl: string;
  /** Null for a server that needs none. */
  readonly apiKey: string | null;
  /** Azure takes a key in a header of its own (a token of Entra goes where tokens go). */
  readonly isAzure?: boolean;
  /** Where the key came from, for messages. */
  readonly keyVariable?: string | null;
  /** Further headers of each request; their values are secrets. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long one attempt may take, from sending to the last byte. */
  readonly timeoutMs?: number;
  /** How many requests there are at once at most: the run's concurrency. Some more sockets are opened at most. */
  readonly connections?: number;
  /** How large one reply may be; by default what is right for completions, so many at once. */
  readonly mostReplyBytes?: number;
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are read from. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where a sampling parameter is set, for messages. */
  readonly whereIsParameter?: (parameter: string) => string;
  /** The option that names the model, for messages. */
  readonly modelOption?: string;
}
