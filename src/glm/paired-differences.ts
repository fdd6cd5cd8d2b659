/** Losses of several candidates on the same rows → how far apart the candidates are, row by row. */
export class PairedDifferences {
  readonly #candidates: number;
  /** Of the losses of candidate a minus those of candidate b, at a·candidates + b, for a < b. */
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #rows = 0;

  constructor(candidates: number) {
    this.#candidates = candidates;
    this.#sums = new Float64Array(candidates ** 2);
    this.#squares = new Float64Array(candidates ** 2);
  }

  /** @param losses of each candidate on some further rows */
  add(losses: readonly Float64Array[]): void {
    const rows = losses[0]!.length;
    for (let a = 0; a < this.#candidates; a++) {
      for (let b = a + 1; b < this.#candidates; b++) {
        const [ofA, ofB] = [losses[a]!, losses[b]!];
        let sum = 0;
        let squares = 0;
        for (let i = 0; i < rows; i++) {
          const difference = ofA[i]! - ofB[i]!;
          sum += difference;
          squares += difference * difference;
        }
        this.#sums[a * this.#candidates + b]! += sum;
        this.#squares[a * this.#candidates + b]! += squares;
      }
    }
    this.#rows += rows;
  }

  /** Loss of a minus loss of b: the mean over the rows and its standard error (rows taken as independent). */
  compare(a: number, b: number): { readonly mean: number; readonly standardError: number } {
    if (a === b) return { mean: 0, standardError: 0 };
    const at = Math.min(a, b) * this.#candidates + Math.max(a, b);
    const mean = (a < b ? 1 : -1) * (this.#sums[at]! / this.#rows);
    const variance = Math.max(0, this.#squares[at]! - this.#rows * mean * mean) / (this.#rows - 1);
    return { mean, standardError: Math.sqrt(variance / this.#rows) };
  }
}
