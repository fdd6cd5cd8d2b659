// Counts the most frequent number of a stream in constant memory (Misra & Gries 1982): whatever makes up more than one
// in `counters + 1` is found, and its count is too low by at most one in `counters + 1`.
const counters = 40;

export class HeavyHitter {
  readonly #counts = new Map<number, number>();

  add(value: number): void {
    const known = this.#counts.get(value);
    if (known !== undefined) this.#counts.set(value, known + 1);
    else if (this.#counts.size < counters) this.#counts.set(value, 1);
    else {
      for (const [candidate, count] of this.#counts) {
        if (count === 1) this.#counts.delete(candidate);
        else this.#counts.set(candidate, count - 1);
      }
    }
  }

  /** A lower bound of how often the most frequent number occurred; 0 for none. */
  get largestCount(): number {
    return Math.max(0, ...this.#counts.values());
  }
}
