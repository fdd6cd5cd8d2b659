import { label } from "./label.js";
import { logprobs } from "./logprobs.js";
import { oneScore } from "./one-score.js";
import type { Protocol } from "./protocol.js";
import { ranking } from "./ranking.js";
import { twoScore } from "./two-score.js";
import { verdict } from "./verdict.js";
import { verdict5 } from "./verdict5.js";

const all = [logprobs, verdict, verdict5, ranking, twoScore, oneScore, label] as const;

/** Every protocol by its name in judge.json. */
export const protocols: ReadonlyMap<string, Protocol> = new Map(
  all.map((protocol) => [protocol.name, protocol as unknown as Protocol]),
);
