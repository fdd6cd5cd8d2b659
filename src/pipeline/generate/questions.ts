// Prompts and the answers so far → what is to be asked next.
import type { ChatMessage, ChatRequest } from "../../endpoint/client/completion.js";
import type { Turn } from "../../pairs/conversation-text.js";
import { conversationOf, type Prompt, promptKey } from "../../pairs/read-prompt.js";

/** One answer to be asked for. */
export interface GenerationStep {
  readonly prompt: Prompt;
  /** Which of the answers of a conversation, from 0. */
  readonly step: number;
  readonly key: string;
  /** All turns before the answer. */
  readonly conversation: readonly Turn[];
  readonly request: ChatRequest;
  readonly idColumn: string | null;
  /** Leave a reasoning model's thoughts in the answer. */
  readonly keepsThinking: boolean;
}

/** How every question is asked. */
export interface GenerationSettings {
  readonly model: string;
  readonly system: string | null;
  readonly sampling: Readonly<Record<string, unknown>>;
  readonly idColumn: string | null;
  readonly keepsThinking: boolean;
}

/** The questions of one step that have no answer yet, of the conversations whose earlier steps have theirs. */
export function* questionsOfStep(
  prompts: readonly Prompt[],
  step: number,
  answers: ReadonlyMap<string, string>,
  settings: GenerationSettings,
): Generator<GenerationStep> {
  for (const prompt of prompts) {
    if (step >= prompt.steps.length) continue;
    const key = promptKey(prompt, step);
    const earlier = prompt.steps.slice(0, step).map((_, i) => answers.get(promptKey(prompt, i)));
    if (answers.has(key) || !earlier.every((answer) => answer !== undefined)) continue;
    const conversation = conversationOf(prompt, step, earlier);
    yield {
      prompt,
      step,
      key,
      conversation,
      request: toRequest(conversation, settings),
      idColumn: settings.idColumn,
      keepsThinking: settings.keepsThinking,
    };
  }
}

function toRequest(
  conversation: readonly Turn[],
  { model, system, sampling }: GenerationSettings,
): ChatRequest {
  const turns = conversation as readonly ChatMessage[];
  const hasOwnSystem = turns.some(({ role }) => role === "system");
  const messages =
    system === null || hasOwnSystem ? turns : [{ role: "system" as const, content: system }, ...turns];
  return { messages, model, sampling, repeat: 0 };
}
