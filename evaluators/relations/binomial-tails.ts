/** Chances of a fair coin to show at most, and at least, some number of heads. */
export interface BinomialTails {
  readonly atMost: number;
  readonly atLeast: number;
}

/** Exact tails of the binomial law of `trials` fair throws at `heads`. */
export function fairTails(heads: number, trials: number): BinomialTails {
  let logShare = -trials * Math.LN2;
  let [below, above, at] = [0, 0, 0];
  for (let count = 0; count <= trials; count += 1) {
    const share = Math.exp(logShare);
    if (count < heads) below += share;
    else if (count > heads) above += share;
    else at = share;
    logShare += Math.log((trials - count) / (count + 1));
  }
  return { atMost: Math.min(1, below + at), atLeast: Math.min(1, above + at) };
}
