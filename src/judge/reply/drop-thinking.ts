// Reasoning models leave their thinking in the reply, between tags of several kinds. Whatever stands there is not
// the answer, so it is cut out before a verdict is looked for.

const names = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad";
const tag = new RegExp(`<(/?)(${names})\\b[^<>]*>|\\[(/?)(THINK)\\]`, "gi");
const loneEnd = new RegExp(`^[\\s\\S]*(?:</(?:${names})\\s*>|\\[/THINK\\])`, "i");
const loneStart = new RegExp(`(?:^|\\n)[ \\t]*(?:<(?:${names})\\b[^<>]*>|\\[THINK\\])[\\s\\S]*$`, "i");
const channelMark = "<|channel|>final<|message|>";

/**
 * The reply without its thinking. A closing tag whose opening one the chat template had already written drops all
 * before it; an opening tag that is never closed drops all after it.
 *
 * @example dropThinking("<think>A or B?</think>\n[[A]]") // "\n[[A]]"
 */
export function dropThinking(reply: string): string {
  const channel = reply.lastIndexOf(channelMark);
  const answer =
    channel < 0 ? reply : reply.slice(channel + channelMark.length).replace(/<\|[a-z]+\|>\s*$/, "");
  return dropClosedBlocks(answer).replace(loneEnd, "").replace(loneStart, "");
}

/** Cuts from each opening tag to the next closing one of its name. One pass: a tag that nothing closes is passed over. */
function dropClosedBlocks(text: string): string {
  const tags = [...text.matchAll(tag)].map(
    ({ 0: found, 1: slash, 2: name, 3: bracketSlash, 4: bracket, index }) => ({
      name: (name ?? `[${bracket}]`).toLowerCase(),
      isClosing: (slash || bracketSlash) === "/",
      start: index,
      end: index + found.length,
    }),
  );
  const lastClosing = new Map(
    tags.filter(({ isClosing }) => isClosing).map(({ name, start }) => [name, start]),
  );
  const kept: string[] = [];
  let from = 0;
  for (let i = 0; i < tags.length; i++) {
    const { name, isClosing, start } = tags[i]!;
    if (isClosing || (lastClosing.get(name) ?? -1) < start) continue;
    while (!(tags[i]!.isClosing && tags[i]!.name === name)) i++;
    kept.push(text.slice(from, start));
    from = tags[i]!.end;
  }
  return kept.join("") + text.slice(from);
}
