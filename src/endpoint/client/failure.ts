/** Why no question can be answered. */
export type FatalCause = "key" | "access" | "quota" | "model" | "route" | "redirect" | "tls" | "system-role";

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
      /** A choice came, which is no whole answer: the address, the key and the model are right. */
      readonly isReply: boolean;
    }
  /** A content filter, or the model itself, turned this question away. */
  | { readonly kind: "refused"; readonly detail: string }
  /** The question, with the room for its reply, is more than the model takes. */
  | { readonly kind: "too-long"; readonly detail: string }
  /** Turned away, and nobody says whether it is this question's fault; asked of others it may be known. */
  | {
      readonly kind: "rejected";
      readonly status: number;
      /** Without words of its own: it may be a blip of something before the endpoint. */
      readonly isBare: boolean;
      readonly detail: string;
    }
  /** The model does not take a parameter, so every question would fail. */
  | { readonly kind: "bad-parameter"; readonly parameter: string; readonly detail: string }
  /** No question can be answered. */
  | {
      readonly kind: "fatal";
      readonly cause: FatalCause;
      readonly isBare: boolean;
      readonly detail: string;
    }
  /** The caller gave up. */
  | { readonly kind: "aborted" };

export type Transient = Extract<Failure, { kind: "transient" }>;

/** A failure that may pass; what is not said is nothing special. */
export const transient = (what: Partial<Transient> & { readonly detail: string }): Transient => ({
  kind: "transient",
  reason: "http",
  status: null,
  retryAfterMs: null,
  isOverload: false,
  isUnreached: false,
  isPerhapsBilled: true,
  isReply: false,
  ...what,
});
