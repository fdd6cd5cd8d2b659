// A text → its tokens, in the encoding of OpenAI's current models (o200k_base). Other vendors' counts differ by some
// ten percent on prose.

// a merge of byte pairs is quadratic in an unbroken run: 200,000 times "a" would take minutes
const longRun = /\S{1024,}|\s{1024,}/gu;
const pieceChars = 1024;

type EncodeText = (text: string) => number[];

/** The modules of this one encoding, which the package holds; a clone has the whole of gpt-tokenizer. */
const packed = new URL("../o200k_base/encoding/o200k_base.js", import.meta.url).href;

/** Loads the encoding (some 0.3 s) and gives the encoder. `<|endoftext|>` in a text is plain text. */
export async function loadEncoding(): Promise<EncodeText> {
  const whole = () => import("gpt-tokenizer/encoding/o200k_base");
  const { encode }: Awaited<ReturnType<typeof whole>> = await import(packed).catch(whole);
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => splitLongRuns(text).flatMap((part) => encode(part, options));
}

function splitLongRuns(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(longRun)) {
    parts.push(text.slice(from, index));
    for (let at = 0; at < run.length; at += pieceChars) parts.push(run.slice(at, at + pieceChars));
    from = index + run.length;
  }
  parts.push(text.slice(from));
  return parts;
}
