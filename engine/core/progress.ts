/** Port through which a stage tells how far it is; the command line prints it on stderr. */
export interface Progress {
  /** Opens a step; `total` is in `unit`s, null where it is not known. */
  start(step: string, total: number | null, unit: string): void;
  /** Adds finished units to the open step; `note` says how it goes, such as the loss. */
  advance(units: number, note?: string): void;
  /** Closes the open step. */
  finish(): void;
}

/** Progress that nobody watches. */
export const silentProgress: Progress = Object.freeze({
  start: () => undefined,
  advance: () => undefined,
  finish: () => undefined,
});
