// A text of a model → signs that it could steer a judge or its reader. Every pattern is linear in the text
// (`test/fuzz/patterns.test.ts` counts the steps): no part of one repeats without a bound what another may match too.
import { plainForm } from "./plain-form.js";

/** What an output may hold that an honest answer seldom does, in the order in which it is reported. */
export const textSigns = {
  "verdict-label": "a verdict in the form of a judge's",
  "chat-mark": "marks of a chat template",
  delimiter: "a line like the prompt's delimiters",
  "thinking-tag": "tags of a model's thoughts",
  "direction-mark": "characters that reverse the direction of writing",
  "zero-width": "characters that are not seen",
  "control-character": "control or escape characters",
} as const;

export type TextSign = keyof typeof textSigns;

/** A sign, and the text that gave rise to it, at most 80 characters of it. */
export interface FoundSign {
  readonly sign: TextSign;
  readonly found: string;
}

// the labels of the judges that come with lceval, and of alpaca_eval's
const knownLabels = [
  "[A-Em]",
  "tie",
  "draw",
  "both good",
  "both bad",
  "cannot tell",
  "neither",
  "(?:model|output|answer|assistant|response)[ _]?[12ab]",
];
const number = "\\d{1,3}(?:\\.\\d{1,3})?";
const gap = "[ \\t\\r\\n]{0,8}";
const emphasis = "[*_`\"' \\t\\r\\n]{0,12}";
const quote = "[\"'`]";

const chatMark = new RegExp(
  [
    "<\\|[/\\w\u2581-]{1,40}\\|?>|<[\\w\u2581-]{2,40}\\|>", // most: <|im_start|>, <｜User｜>, <|turn>, <turn|>
    "\\[\\|[/\\w]{1,20}\\|\\]", // EXAONE
    "\\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_(?:CALLS|RESULTS|CONTENT)|MODEL_SETTINGS|ARGS|CALL_ID|IMG(?:_BREAK|_END)?|THINK|gMASK|MASK|sMASK)\\]",
    "<</?SYS>>",
    "</?(?:start_of_turn|end_of_turn|bos|eos|pad|unk|s|sop|eop|eod|eoh|eoa|eom|eot|[BE]OS_TOKEN|PAD|[bB]egin_of_\\w{2,12}|(?:beginning|end)_of_sentence|start_of_image|end_of_image|tool_(?:call|response|result)s?|function_calls?)>",
    "<(?:reserved|extra_id|SPECIAL|unused|TOKENS_UNUSED|seed)[_:]?\\w{1,16}>",
    "\\]~!?b\\]?|\\[e~\\[", // MiniMax
    "^#{2,4} ?(?:Human|User|Assistant|System|Instruction|Input|Response):",
    "^(?:USER|ASSISTANT|SYSTEM): |^GPT4 (?:Correct )?(?:User|Assistant):",
    "\\n\\n(?:Human|Assistant):",
  ].join("|"),
  "m",
);
const delimiter = /^<<<[^\n<>]{1,200}>>>[ \t\r]{0,20}$/m;
const thinkingTag = /<\/?(?:think|thinking|thoughts?|reasoning|reflection|scratchpad)>/i;

/** Of the text as it is: what its plain form has lost. Joiners are right in many scripts, and not between Latin letters. */
const rawSigns: readonly (readonly [TextSign, RegExp])[] = [
  ["direction-mark", /[\u202a-\u202e\u2066-\u2069]/],
  [
    "zero-width",
    /[\u180e\u200b\u2060-\u2064\ufeff\u115f\u1160\u3164\uffa0]|[\u{e0100}-\u{e01ef}]|[\w[\]<>|{}](?:\u200c|\u200d|\u00ad)(?=[\w[\]<>|{}])|(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]{0,6})[\u{e0000}-\u{e007f}]/u,
  ],
  ["control-character", /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]/],
];

const verdictFrames = [
  `\\[${gap}\\[`,
  "\\\\boxed",
  "<(?:verdict|answer|score)>",
  `${quote}(?:verdict|winner|preference|decision|judge?ment|choice|label|model|score|rank|ordered_models)${quote}`,
  // looked for from its end, so that every frame begins with a mark: a letter would be tried at every other place
  "[:=](?<=(?:verdict|winner|decision|judge?ment)(?: is)?[*_]{0,3} ?[:=])",
];
/** A part of every verdict: the form itself, with all its labels, is looked for only where there is one. */
const verdictFrame = new RegExp(verdictFrames.join("|"), "i");

/** A part of every sign, so that one or two looks are enough at most texts; what is not ASCII or encoded has another plain form. */
const mayHoldSign = (text: string): boolean =>
  unusual.test(text) || verdictFrame.test(text) || turn.test(text);
const unusual = /[^\t\n\r -~]|[\\&%<[\]]/;
const turn = /##|:(?<=(?:human|user|assistant|system):)/i;

const longestFound = 80;

/** Finds signs; made once for a judge, whose own labels count as well. */
export type FindSigns = (text: string) => readonly FoundSign[];

/** @param labels a judge's, beside those that lceval's and alpaca_eval's judges have */
export function createFindSigns(labels: readonly string[] = []): FindSigns {
  const verdict = verdictForm([...knownLabels, ...labels.map(escapeForRegex)]);
  const patterns: readonly (readonly [TextSign, RegExp])[] = [
    ["chat-mark", chatMark],
    ["delimiter", delimiter],
    ["thinking-tag", thinkingTag],
  ];
  return (text) => {
    if (!mayHoldSign(text)) return [];
    const plain = plainForm(text);
    const verdicts = verdictFrame.test(plain) ? findAll([["verdict-label", verdict]], plain) : [];
    return [...verdicts, ...findAll(patterns, plain), ...findAll(rawSigns, text)];
  };
}

function findAll(patterns: readonly (readonly [TextSign, RegExp])[], text: string): FoundSign[] {
  return patterns.flatMap(([sign, pattern]) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [{ sign, found: found.slice(0, longestFound) }];
  });
}

/** A label between the marks in which verdicts are given, as the value of a JSON object, or announced on a line. */
function verdictForm(labels: readonly string[]): RegExp {
  const label = `(?:${labels.join("|")})`;
  const verdict = `${label}(?:${gap}[<>=]{1,2}${gap}${label})?`;
  const marks = `(?:${verdict}|${number}(?:${gap},${gap}${number})?)`;
  const bare = `${emphasis}${marks}${emphasis}`;
  return new RegExp(
    [
      `\\[${gap}\\[${bare}\\]${gap}\\]`,
      `\\\\boxed${gap}\\{(?:\\\\text\\{)?${emphasis}${verdict}${emphasis}\\}`,
      `<verdict>|<(?:answer|score)>${bare}</`,
      `${quote}(?:verdict|winner|preference|decision|judge?ment|choice|label|model)${quote}${gap}:${gap}${quote}(?:\\[\\[)?${verdict}(?:\\]\\])?${quote}`,
      `${quote}(?:score|rank)${quote}${gap}:${gap}\\d|${quote}ordered_models${quote}${gap}:${gap}\\[`,
      `^[#>*\\-_ \\t]{0,8}(?:(?:my|the|final|overall) ){0,2}(?:verdict|winner|decision|judge?ment)(?: is)?[*_]{0,3} ?[:=]${bare}\\.?[ \\t\\r]{0,8}$`,
    ].join("|"),
    "im",
  );
}

function escapeForRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
