import type { Progress } from '../core/progress.ts';

/** A watched progress, and how long its steps took. */
export interface TimedSteps {
  readonly progress: Progress;
  /** Seconds by step, to a hundredth; steps of one name are summed. */
  seconds(): Readonly<Record<string, number>>;
}

/** Wraps a progress so that the time between start and finish of each step is known. */
export function timeSteps(
  progress: Progress,
  now: () => number = () => performance.now(),
): TimedSteps {
  const milliseconds = new Map<string, number>();
  let open: { readonly step: string; readonly since: number } | null = null;
  return {
    progress: {
      start: (step, total, unit) => {
        open = { step, since: now() };
        progress.start(step, total, unit);
      },
      advance: (units, note) => progress.advance(units, note),
      finish: () => {
        if (open !== null) {
          const spent = now() - open.since;
          milliseconds.set(open.step, (milliseconds.get(open.step) ?? 0) + spent);
        }
        open = null;
        progress.finish();
      },
    },
    seconds: () =>
      Object.fromEntries([...milliseconds].map(([step, ms]) => [step, Math.round(ms / 10) / 100])),
  };
}
