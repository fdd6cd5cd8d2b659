// Who gave the verdicts on a model, as far as its file says.

/** One judge that was asked. What is null is not known, and differs from nothing. */
export interface JudgeMember {
  readonly name: string | null;
  /** The model that was asked. */
  readonly model: string | null;
  /** Of prompt, model, sampling and protocol. */
  readonly fingerprint: string | null;
}

export interface JudgeIdentity {
  /** The judge's or the panel's. */
  readonly name: string | null;
  /** The judge alone, or the members of a panel; empty where the file says nothing but the name. */
  readonly members: readonly JudgeMember[];
  /** Orders of presentation that occur; null where the file does not say. */
  readonly orders: readonly ("baseline-first" | "model-first")[] | null;
}
