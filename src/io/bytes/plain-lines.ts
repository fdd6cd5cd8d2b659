// The lines of a table as they are without quotation marks: whether that would be a table too, and of how many rows.
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export class PlainLines {
  #lines = 0;
  #tabs = 0;
  #isEmpty = true;
  #width: number | null = null;
  #areAlike = true;

  push(bytes: Buffer): void {
    for (const byte of bytes) {
      if (byte === lineFeed) this.#endLine();
      else if (byte === tab) this.#tabs++;
      if (byte !== lineFeed && byte !== carriageReturn) this.#isEmpty = false;
    }
  }

  /** How many lines there are, where all have as many cells as the first; else null. */
  end(): number | null {
    this.#endLine();
    return this.#areAlike ? this.#lines : null;
  }

  #endLine(): void {
    if (!this.#isEmpty) {
      this.#lines++;
      this.#width ??= this.#tabs;
      this.#areAlike &&= this.#width === this.#tabs;
    }
    this.#tabs = 0;
    this.#isEmpty = true;
  }
}
