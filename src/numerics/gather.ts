/** The values at the given positions, in that order. */
export function gather(values: Float64Array, positions: Uint32Array): Float64Array {
  const gathered = new Float64Array(positions.length);
  for (let at = 0; at < positions.length; at++) gathered[at] = values[positions[at]!]!;
  return gathered;
}

/** Positions of the values that are numbers, ascending. */
export function positionsOfNumbers(values: Float64Array): Uint32Array {
  const positions = new Uint32Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at]!)) positions[count++] = at;
  return positions.subarray(0, count);
}
