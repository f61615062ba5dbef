import type { Random } from '../../../engine/core/random.ts';

/** What figures need besides rows. */
export interface FigureOptions {
  readonly random: Random;
  /** Halves of the original behind a ceiling. */
  readonly draws: number;
}
