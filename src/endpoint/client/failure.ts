/** Why the endpoint cannot be used at all. */
export type FatalCause = "key" | "quota" | "model" | "route" | "redirect" | "tls";

/** One attempt that gave no completion. `detail` says it in the server's words, free of keys and control characters. */
export type Failure =
  /** It may work when asked again. */
  | {
      readonly kind: "transient";
      readonly reason: "timeout" | "http";
      readonly detail: string;
      /** The HTTP status; null when no whole response came. */
      readonly status: number | null;
      readonly retryAfterMs: number | null;
      /** The endpoint said that it is asked too much. */
      readonly isOverload: boolean;
      /** No sign that a chat-completions endpoint is there: no connection, or an answer of another kind. */
      readonly isUnreached: boolean;
      /** A reply may have been made, and billed, that never arrived. */
      readonly isPerhapsBilled: boolean;
    }
  /** A content filter turned this question away. */
  | { readonly kind: "refused"; readonly detail: string }
  /** This question cannot be answered as it is (too long, malformed); others can. */
  | { readonly kind: "rejected"; readonly detail: string }
  /** The model does not take a parameter, so every question would fail. */
  | { readonly kind: "bad-parameter"; readonly parameter: string; readonly detail: string }
  /** No question can be answered. */
  | { readonly kind: "fatal"; readonly cause: FatalCause; readonly detail: string }
  /** The caller gave up. */
  | { readonly kind: "aborted" };
