import type { Feed } from '../../compute/program.ts';
import { defined } from '../../core/invariant.ts';
import type { CodeSpace, RecordCodes } from '../code-space.ts';
import { gapSeconds } from './history.ts';
import { isDrawn, type NetworkPlan } from './network-plan.ts';

/** A place of a window that no row fills. */
export const NO_ROW = -1;

/** The rows of one record as a network reads them. */
export class TrainingRows {
  readonly #plan: NetworkPlan;
  readonly #data: readonly RecordCodes[];
  readonly #own: RecordCodes;
  readonly #seconds: Float64Array | null;

  constructor(space: CodeSpace, plan: NetworkPlan, data: readonly RecordCodes[]) {
    this.#plan = plan;
    this.#data = data;
    this.#own = defined(data[plan.record], 'record has codes');
    this.#seconds = gapSeconds(space, plan);
  }

  /**
   * A batch of rows.
   *
   * @param rows whole windows, one after the other; `NO_ROW` where a window has none
   * @param order which variables a target sees, [variables, targets]
   */
  feed(rows: Int32Array, order: Float32Array): Feed {
    const { variables, targets, inputs, window } = this.#plan;
    const count = rows.length;
    return {
      own: { shape: [count, variables], data: this.#ownCodes(rows) },
      order: { shape: [variables, targets.length], data: order },
      ...this.#targets(rows),
      ...(inputs === 0
        ? {}
        : { context: { shape: [count, inputs], data: this.#contextCodes(rows) } }),
      ...(window === 1 ? {} : this.#history(rows)),
    };
  }

  #ownCodes(rows: Int32Array): Int32Array {
    const { record, variables } = this.#plan;
    const into = new Int32Array(rows.length * variables);
    this.#write(into, { rows, record, at: 0, width: variables });
    return into;
  }

  #contextCodes(rows: Int32Array): Int32Array {
    const { views, inputs } = this.#plan;
    const into = new Int32Array(rows.length * inputs);
    const shown = new Int32Array(rows.length);
    for (const { view, record, at } of views) {
      const of = defined(this.#own.views[view], 'view has rows');
      for (let place = 0; place < rows.length; place += 1) {
        const row = rows[place] as number;
        shown[place] = row === NO_ROW ? NO_ROW : (of[row] as number);
      }
      this.#write(into, { rows: shown, record, at, width: inputs });
    }
    return into;
  }

  /** Writes a record's codes as rows of the joint table; a row that is not there has code 0. */
  #write(
    into: Int32Array,
    of: {
      readonly rows: Int32Array;
      readonly record: number;
      readonly at: number;
      readonly width: number;
    },
  ): void {
    const { rows, record, at, width } = of;
    const embedded = this.#plan.embedded.find((one) => one.record === record);
    const { codes } = defined(this.#data[record], 'record has codes');
    for (const [variable, own] of codes.entries()) {
      const offset = embedded?.offsets[variable] as number;
      let place = at + variable;
      for (let index = 0; index < rows.length; index += 1) {
        const row = rows[index] as number;
        into[place] = row < 0 ? offset : offset + (own[row] as number);
        place += width;
      }
    }
  }

  /** Codes to draw, and by target 1 where a row draws it. */
  #targets(rows: Int32Array): Feed {
    const { targets } = this.#plan;
    const shape = [rows.length, targets.length];
    const labels = new Int32Array(rows.length * targets.length);
    const drawn = new Float32Array(rows.length * targets.length);
    for (const [at, target] of targets.entries()) {
      const codes = defined(this.#own.codes[target.variable], 'variable has codes');
      for (let index = 0; index < rows.length; index += 1) {
        const row = rows[index] as number;
        const place = index * targets.length + at;
        if (row === NO_ROW || !isDrawn(target, this.#own, row)) continue;
        labels[place] = codes[row] as number;
        drawn[place] = 1;
      }
    }
    return { labels: { shape, data: labels }, drawn: { shape, data: drawn } };
  }

  #history(rows: Int32Array): Feed {
    const { window } = this.#plan;
    const windows = rows.length / window;
    const same = new Float32Array(windows * window * window);
    const gaps = new Float32Array(rows.length);
    let first = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const isNext = this.#follows(rows, at);
      if (!isNext) first = at;
      const own = at % window;
      for (let past = first; past < at; past += 1) same[past * window + own] = 1;
      if (isNext) gaps[at] = this.#gapOf(rows[at - 1] as number);
    }
    return {
      same: { shape: [windows, window, window], data: same },
      ...(this.#seconds === null ? {} : { gaps: { shape: [windows, window], data: gaps } }),
    };
  }

  /** True where a place's row comes right after the row of the place before, in the same window. */
  #follows(rows: Int32Array, at: number): boolean {
    const { window, lag } = this.#plan;
    if (at % window === 0) return false;
    const [last, row] = [rows[at - 1] as number, rows[at] as number];
    const before = defined(this.#own.views[lag], 'lag has rows');
    return last !== NO_ROW && row !== NO_ROW && before[row] === last;
  }

  #gapOf(row: number): number {
    if (this.#seconds === null) return 0;
    const code = this.#own.codes[this.#plan.gap]?.[row] ?? 0;
    return this.#seconds[code] ?? 0;
  }
}
