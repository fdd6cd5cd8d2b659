/** What was asked of the models. */
export interface Instruction {
  /** What `ItemIds` gives, or the value of the id column. */
  readonly id: string;
  /** The item's text: the instruction, with a non-empty `input` after it. */
  readonly text: string;
  /** The instruction as the file states it, without the input. */
  readonly stated: string;
  /** Every further column of the item (`input`, `dataset`, `persona`, `messages`, …), for templates and reports. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What one model answered to one instruction. */
export interface ModelOutput {
  readonly instruction: Instruction;
  readonly generator: string;
  readonly output: string;
}

/** One comparison to be judged. Inside the house the two sides have names, never numbers. */
export interface Pair {
  /** Hash of the instruction's text and fields, both outputs and both generators. */
  readonly id: string;
  readonly instruction: Instruction;
  readonly baseline: ModelOutput;
  readonly model: ModelOutput;
}

/** Which answer the judge reads first. */
export type Order = "baseline-first" | "model-first";
