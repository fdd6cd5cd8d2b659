// Reasoning models leave their thinking in the reply, between marks of several kinds. Whatever stands there is not
// the answer, so it is cut out before a verdict is looked for.

const names =
  "(?:\\w{1,20}:)?(?:think|thinking|thoughts?|reasoning|reflection|scratchpad|antthinking|inner_monologue)";
/** Marks that are no tags, opening and closing. */
const marks: readonly (readonly [open: string, close: string])[] = [
  ["[THINK]", "[/THINK]"],
  ["◁think▷", "◁/think▷"],
  ["<|begin_of_thought|>", "<|end_of_thought|>"],
  ["<|START_THINKING|>", "<|END_THINKING|>"],
  ["<unused94>", "<unused95>"],
];
const literal = (text: string) => text.replace(/[[\]|]/g, "\\$&");
const opens = [`<${names}\\b[^<>]*>`, ...marks.map(([open]) => literal(open))].join("|");
const closes = [`</${names}\\s*>`, ...marks.map(([, close]) => literal(close))].join("|");
const anyTag = new RegExp(`${closes}|${opens}`, "gi");
const loneEnd = new RegExp(`^[\\s\\S]*(?:${closes})`, "i");
const loneStart = new RegExp(`(?:^|\\n)[ \\t]*(?:${opens})[\\s\\S]*$`, "i");
const channelMark = "<|channel|>final<|message|>";
const thoughtChannel = /^\s*(?:<\|start\|>assistant)?<\|channel\|>(?:analysis|commentary)\b/;
/** The same channels where a server drops the special tokens and leaves the words. */
const bareChannel = /^\s*(?:analysis|commentary)(?=[\p{L}\p{N}])/u;
const bareFinal = "assistantfinal";
const anyMark = new RegExp(
  `${closes}|${opens}|${literal(channelMark)}|<\\|[a-z]{1,20}\\|>|${bareFinal}`,
  "gi",
);

/**
 * The reply without its thinking. A closing tag whose opening one the chat template had already written drops all
 * before it; an opening tag that is never closed drops all after it.
 *
 * @example dropThinking("<think>A or B?</think>\n[[A]]") // "\n[[A]]"
 */
export function dropThinking(reply: string): string {
  return dropClosedBlocks(finalChannel(reply)).replace(loneEnd, "").replace(loneStart, "");
}

/** The marks of thoughts and channels in a text. */
export const thoughtMarks = (text: string): readonly string[] => text.match(anyMark) ?? [];

/** A text with all of its thoughts: each mark is a line's end. */
export const breakAtThoughtMarks = (text: string): string => text.replace(anyMark, "\n");

function finalChannel(reply: string): string {
  const channel = reply.lastIndexOf(channelMark);
  if (channel >= 0) return reply.slice(channel + channelMark.length).replace(/<\|[a-z]+\|>\s*$/, "");
  if (thoughtChannel.test(reply)) return "";
  if (!bareChannel.test(reply)) return reply;
  const final = reply.lastIndexOf(bareFinal);
  return final < 0 ? "" : reply.slice(final + bareFinal.length);
}

/** Cuts from each opening mark to the next closing one of its name. One pass: a mark that nothing closes is passed over. */
function dropClosedBlocks(text: string): string {
  const found = [...text.matchAll(anyTag)].map(({ 0: mark, index }) => ({
    ...nameOf(mark.toLowerCase()),
    start: index,
    end: index + mark.length,
  }));
  const lastClosing = new Map(
    found.filter(({ isClosing }) => isClosing).map(({ name, start }) => [name, start]),
  );
  const kept: string[] = [];
  let from = 0;
  for (let i = 0; i < found.length; i++) {
    const { name, isClosing, start } = found[i]!;
    if (isClosing || (lastClosing.get(name) ?? -1) < start) continue;
    while (!(found[i]!.isClosing && found[i]!.name === name)) i++;
    kept.push(text.slice(from, start));
    from = found[i]!.end;
  }
  return kept.join("") + text.slice(from);
}

function nameOf(mark: string): { name: string; isClosing: boolean } {
  const pair = marks.findIndex((both) => both.some((each) => each.toLowerCase() === mark));
  if (pair >= 0) return { name: String(pair), isClosing: marks[pair]![1].toLowerCase() === mark };
  return { name: /[\w:]+/.exec(mark)![0], isClosing: mark.startsWith("</") };
}
