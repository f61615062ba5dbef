/** A run of an ascending list: from `first` to before `end`. */
export interface Window {
  readonly first: number;
  readonly end: number;
}

/** Windows that hold this share of the fullest one's values count as being as full. */
const COMPARABLE = 0.8;

/**
 * The run of values at most `width` apart that holds the most of them.
 *
 * Of windows that hold at least four fifths as many the lowest wins.
 *
 * @param sorted ascending
 * @param within the run to search
 */
export function densestWindow(sorted: Float64Array, width: number, within: Window): Window {
  const fullest = fullestWindow(sorted, width, within);
  const enough = COMPARABLE * (fullest.end - fullest.first);
  let end = within.first;
  for (let first = within.first; first < fullest.first; first += 1) {
    end = windowEnd(sorted, width, { first, end: Math.max(end, first), limit: within.end });
    if (end - first < enough) continue;
    const limit = windowEnd(sorted, 2 * width, { first, end, limit: within.end });
    return fullestWindow(sorted, width, { first, end: limit });
  }
  return fullest;
}

/** The middle value of a run, the mean of the two where their number is even. */
export function medianOf(sorted: Float64Array, { first, end }: Window): number {
  const middle = (first + end - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

function fullestWindow(sorted: Float64Array, width: number, within: Window): Window {
  let best: Window = { first: within.first, end: within.first };
  let end = within.first;
  for (let first = within.first; first < within.end; first += 1) {
    end = windowEnd(sorted, width, { first, end: Math.max(end, first), limit: within.end });
    if (end - first > best.end - best.first) best = { first, end };
  }
  return best;
}

function windowEnd(
  sorted: Float64Array,
  width: number,
  from: { readonly first: number; readonly end: number; readonly limit: number },
): number {
  const last = (sorted[from.first] ?? 0) + width;
  let { end } = from;
  while (end < from.limit && (sorted[end] ?? 0) <= last) end += 1;
  return end;
}
