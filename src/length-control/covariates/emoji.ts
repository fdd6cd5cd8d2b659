// Emoji, each sequence (skin tones, families, flags) counted once, as Unicode recommends them for interchange.
import { textDifference } from "./text-difference.js";

// Node 20 knows the flag v; a literal with it would want a later compile target
const unicodeSets = "gv";

export const emoji = textDifference("emoji", "emoji make an answer look friendly", async () => {
  const recommended = new RegExp("\\p{RGI_Emoji}", unicodeSets);
  return (text) => text.match(recommended)?.length ?? 0;
});
