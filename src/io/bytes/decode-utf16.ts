// Text that begins with the byte-order mark of UTF-16 (RFC 2781, 3.2) → the same in UTF-8; other bytes as they are. It is
// what spreadsheets call Unicode text. Without the mark nothing tells the order of the bytes.

/** The label of the encoding, where the first two bytes are its mark. */
export function encodingOfMark(head: Buffer): "utf-16le" | "utf-16be" | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : null;
}

/** @param pieces of any size, the first of which holds two bytes where there are so many */
export async function* decodeUtf16(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | null | undefined;
  for await (const piece of pieces) {
    if (decoder === undefined) {
      const encoding = encodingOfMark(piece);
      decoder = encoding && new TextDecoder(encoding, { fatal: true });
    }
    if (decoder === null) yield piece;
    else yield Buffer.from(decoder.decode(piece, { stream: true }));
  }
  const rest = decoder?.decode();
  if (rest) yield Buffer.from(rest);
}
