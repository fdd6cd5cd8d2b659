/**
 * Joins what was left of the last piece to the next one, so that a row cut by a piece's end can be read. Copies each
 * byte a bounded number of times however many pieces a row spans: the store doubles.
 */
export class CarriedBytes {
  #store: Buffer = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The bytes carried over, followed by the piece; valid until the next call. */
  join(piece: Buffer): Buffer {
    if (this.#length === 0) return piece;
    const length = this.#length + piece.length;
    if (length > this.#store.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#store.length));
      this.#store.copy(larger, 0, 0, this.#length);
      this.#store = larger;
    }
    piece.copy(this.#store, this.#length);
    this.#length = length;
    return this.#store.subarray(0, length);
  }

  /** Keeps the end of what `join` gave, for the next piece. */
  keep(rest: Buffer): void {
    if (rest.length > this.#store.length) this.#store = Buffer.allocUnsafeSlow(2 * rest.length);
    rest.copy(this.#store); // Buffer.copy moves overlapping ranges safely
    this.#length = rest.length;
  }

  /** Keeps a further piece behind what is carried. */
  append(piece: Buffer): void {
    if (piece.length === 0) return;
    if (this.#length === 0) this.keep(piece);
    else this.join(piece);
  }

  clear(): void {
    this.#length = 0;
  }
}
