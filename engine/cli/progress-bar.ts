import type { Progress } from '../core/progress.ts';

/** What a progress line needs of the outside. */
export interface ProgressOutput {
  write(text: string): void;
  /** True if the last line can be overwritten. */
  readonly interactive: boolean;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

const REPAINT_MS = 100;
const PLAIN_LINE_MS = 5000;

/**
 * Progress as one line a step: what, how much, rate, time left.
 *
 * On a terminal the line repaints ten times a second; elsewhere a line comes every five seconds.
 *
 * @param signal aborts the run: `advance` throws its reason
 */
export function createProgressBar(output: ProgressOutput, signal: AbortSignal): Progress {
  let step = '';
  let unit = '';
  let total: number | null = null;
  let done = 0;
  let note = '';
  let startedMs = 0;
  let paintedMs = 0;
  const line = () =>
    describeProgress({ step, unit, total, done, note, elapsedMs: output.now() - startedMs });
  return {
    start(name, units, unitName) {
      [step, total, unit, done, note] = [name, units, unitName, 0, ''];
      startedMs = output.now();
      paintedMs = startedMs;
      if (output.interactive) output.write(`\r\u001b[2K${line()}`);
    },
    advance(units, saying) {
      signal.throwIfAborted();
      done += units;
      note = saying ?? note;
      const quietMs = output.now() - paintedMs;
      if (quietMs < (output.interactive ? REPAINT_MS : PLAIN_LINE_MS)) return;
      paintedMs = output.now();
      output.write(output.interactive ? `\r\u001b[2K${line()}` : `${line()}\n`);
    },
    finish() {
      output.write(output.interactive ? `\r\u001b[2K${line()}\n` : `${line()}\n`);
    },
  };
}

/** State of one step. */
export interface StepState {
  readonly step: string;
  readonly unit: string;
  readonly total: number | null;
  readonly done: number;
  /** How it goes, empty for nothing to say. */
  readonly note: string;
  readonly elapsedMs: number;
}

/** One step's line: `train  120,000/667,000 rows  18 %  41,200 rows/s  13 s left`. */
export function describeProgress(state: StepState): string {
  const { step, unit, total, done, note, elapsedMs } = state;
  const seconds = elapsedMs / 1000;
  const rate = seconds > 0 ? done / seconds : 0;
  const count = total === null ? grouped(done) : `${grouped(done)}/${grouped(total)}`;
  const parts = [step.padEnd(12), `${count} ${unit}`];
  if (total !== null && total > 0) parts.push(`${Math.floor((100 * done) / total)} %`);
  if (rate > 0) parts.push(`${grouped(Math.round(rate))} ${unit}/s`);
  const left = total !== null && rate > 0 ? (total - done) / rate : 0;
  parts.push(left > 0 ? `${left.toFixed(0)} s left` : `${seconds.toFixed(1)} s`);
  if (note !== '') parts.push(note);
  return parts.join('  ');
}

function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}
