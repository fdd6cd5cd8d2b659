type Numbers = Int32Array | Uint8Array | Float64Array;

/** Numbers of one size that grow in number: a fraction of a list's memory, and none of it on the heap. */
export class GrowingArray<Values extends Numbers> {
  #values: Values;
  #length = 0;

  /** @param allocate a typed array of so many zeros: `(length) => new Int32Array(length)` */
  constructor(private readonly allocate: (length: number) => Values) {
    this.#values = allocate(1024);
  }

  get length(): number {
    return this.#length;
  }

  /** What was pushed so far, without a copy: not to be kept while more is pushed. */
  get values(): Values {
    return this.#values.subarray(0, this.#length) as Values;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const values = this.allocate(2 * this.#length);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}

export const growingIntegers = () => new GrowingArray((length) => new Int32Array(length));
export const growingNumbers = () => new GrowingArray((length) => new Float64Array(length));
export const growingFlags = () => new GrowingArray((length) => new Uint8Array(length));
