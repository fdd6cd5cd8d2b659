let bytes = Buffer.alloc(2 ** 16);
let words = wordsOf(bytes);

/**
 * 32 bits of a text, for tables and for telling texts apart where a rare mistake does no harm: a multiplicative hash of
 * its UTF-8 in two lanes of 32-bit words, mixed at the end (the finalizer of MurmurHash3). A fifth of the time of SHA-256
 * for a short text, less for a long one; no protection against texts made to collide, and another number on a machine
 * of another byte order.
 */
export function hashText(text: string): number {
  if (3 * text.length + 8 > bytes.length) {
    bytes = Buffer.alloc(8 * text.length);
    words = wordsOf(bytes);
  }
  const length = bytes.write(text);
  for (let i = length; i % 8 !== 0; i++) bytes[i] = 0;
  let even = text.length;
  let odd = length;
  for (let word = 0; 4 * word < length; word += 2) {
    even = Math.imul(even ^ words[word]!, 0x9e3779b1);
    even ^= even >>> 15;
    odd = Math.imul(odd ^ words[word + 1]!, 0x85ebca6b);
    odd ^= odd >>> 13;
  }
  return mixBits(Math.imul(mixBits(even), 31) + odd);
}

/** Spreads every bit of a 32-bit integer over all others. */
export function mixBits(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function wordsOf({ buffer, byteOffset, length }: Buffer): Int32Array {
  return new Int32Array(buffer, byteOffset, Math.floor(length / 4));
}
