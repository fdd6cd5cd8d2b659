/** A count with its noun: `1 pair`, `2 pairs`, `2 near misses`. */
export const countOf = (count: number, noun: string, several = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : several}`;
