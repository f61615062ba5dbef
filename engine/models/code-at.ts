/**
 * The code at a place of the whole weight; where rounding leaves some over, the last that weighs
 * anything; -1 if none does.
 *
 * @param weights by code; what lies beyond `count` is not looked at
 * @param place a share of the weights' sum, times that sum
 */
export function codeAt(weights: Float64Array, count: number, place: number): number {
  let left = place;
  let last = -1;
  for (let code = 0; code < count; code += 1) {
    const weight = weights[code] as number;
    if (weight === 0) continue;
    last = code;
    left -= weight;
    if (left < 0) return code;
  }
  return last;
}
