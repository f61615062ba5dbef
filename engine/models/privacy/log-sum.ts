/** A sum of terms of either sign, given by their logarithms, of which none need fit a double. */
export class LogSum {
  #plus = Number.NEGATIVE_INFINITY;
  #minus = Number.NEGATIVE_INFINITY;

  /** Adds `sign` times the exponential of `log`. */
  add(log: number, sign = 1): void {
    if (sign > 0) this.#plus = logAdd(this.#plus, log);
    else this.#minus = logAdd(this.#minus, log);
  }

  /** Logarithm of the sum; minus infinity where it is not above 0. */
  log(): number {
    const gap = this.#minus - this.#plus;
    if (!(gap < 0)) return Number.NEGATIVE_INFINITY;
    return this.#plus + Math.log1p(-Math.exp(gap));
  }
}

function logAdd(one: number, two: number): number {
  const [small, large] = [Math.min(one, two), Math.max(one, two)];
  return small === Number.NEGATIVE_INFINITY ? large : large + Math.log1p(Math.exp(small - large));
}
