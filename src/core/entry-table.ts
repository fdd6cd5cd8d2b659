/**
 * Numbers entries from 0 in the order in which they are first met, and finds them again: a hash table with open
 * addressing (linear probing, at most half full) that holds nothing but hashes and numbers. The entries lie with the
 * caller, who also says what is equal. Some 16 bytes an entry outside the heap, a third of a Map with texts for keys.
 */
export class EntryTable {
  #slots = new Int32Array(2048).fill(-1);
  #hashes = new Int32Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of an equal entry, or the next free number, which the caller's entry then has. */
  findOrAdd(hash: number, isEqual: (entry: number) => boolean): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.#slots[slot]!; entry >= 0; entry = this.#slots[slot]!) {
      if (this.#hashes[entry] === hash && isEqual(entry)) return entry;
      slot = (slot + 1) & mask;
    }
    if (this.#size === this.#hashes.length) {
      this.#grow();
      return this.findOrAdd(hash, isEqual);
    }
    this.#hashes[this.#size] = hash;
    this.#slots[slot] = this.#size;
    return this.#size++;
  }

  /** The number of an equal entry, −1 where there is none. */
  find(hash: number, isEqual: (entry: number) => boolean): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.#slots[slot]!; entry >= 0; entry = this.#slots[slot]!) {
      if (this.#hashes[entry] === hash && isEqual(entry)) return entry;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  #grow(): void {
    const hashes = new Int32Array(2 * this.#hashes.length);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Int32Array(2 * hashes.length).fill(-1);
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = hashes[entry]! & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }
}
