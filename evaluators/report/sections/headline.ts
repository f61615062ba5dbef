import type { ScoreReport } from '../report-data.ts';
import type { State } from './state.ts';

/** One of the three figures that matter. */
export interface Headline {
  readonly question: string;
  readonly figure: string;
  readonly state: State;
  /** One line in plain words, or why there is no figure. */
  readonly reading: string;
  readonly score: ScoreReport | null;
}
