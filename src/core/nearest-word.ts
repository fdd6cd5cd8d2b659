/**
 * The known word that a mistyped one most likely stands for: the same but for case, dashes and underscores, else the one
 * that few letters tell apart; undefined where none is near.
 *
 * @example nearestWord("--requires", ["--require", "--recipe"]) // "--require"
 */
export function nearestWord(typed: string, known: readonly string[]): string | undefined {
  const plain = (word: string) => word.replaceAll(/[-_]/g, "").toLowerCase();
  const distances = known.map((word) => [countEdits(plain(typed), plain(word)), word] as const);
  const [nearest] = distances.sort(([a], [b]) => a - b);
  return nearest && nearest[0] <= plain(typed).length / 3 ? nearest[1] : undefined;
}

/** Letters put in, left out or changed, and neighbours that changed places. */
function countEdits(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped && i > 1 && j > 1 ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, changed, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
