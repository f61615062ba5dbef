/** Time that a turn took, and that processors worked in it, waiting in a loop included. */
export interface Spent {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** What a turn of training gave. */
export interface Trained extends Spent {
  /** Of each step, before its update. */
  readonly losses: readonly number[];
}

/** What a turn of drawing gave. */
export interface Drawn extends Spent {
  readonly rows: number;
}

/** One who trains a model and draws from it, turn by turn with others. */
export interface Side {
  readonly name: string;
  /** True where a step takes so long that few must do. */
  readonly isSlow: boolean;
  /** The next steps, each on the next batch. */
  train(steps: number): Promise<Trained>;
  /** Draws all rows so many times, each time the same. */
  sample(times: number): Promise<Drawn>;
  /** The codes that one time draws [steps, columns, drawn]. */
  codes(): Promise<ArrayLike<number>>;
  close(): Promise<void>;
}
