import type { Random } from '../../core/random.ts';
import type { RecordCodes, RecordSpec } from '../code-space.ts';

/** A variable of a view that another variable depends on. */
export interface ParentRef {
  readonly view: number;
  readonly variable: number;
}

/** Where the search looks and how far it goes. */
export interface ParentSearch {
  readonly data: readonly RecordCodes[];
  readonly spec: RecordSpec;
  readonly record: number;
  readonly space: readonly RecordSpec[];
  readonly maxParents: number;
  readonly random: Random;
}

interface Candidate extends ParentRef {
  readonly codes: Uint16Array;
  readonly cardinality: number;
}

const SAMPLE = 12_000;
const SHORTLIST = 14;
const LARGEST_CONTEXT = 2 ** 52;

/** Gathers the candidates of a record's sampled rows once, for all its variables. */
export class ParentChooser {
  readonly #search: ParentSearch;
  readonly #rows: Int32Array;
  readonly #columns = new Map<number, Uint16Array>();

  constructor(search: ParentSearch) {
    this.#search = search;
    const { rows } = search.data[search.record] as RecordCodes;
    const stride = Math.max(1, Math.floor(rows / SAMPLE));
    const count = Math.floor(rows / stride);
    this.#rows = Int32Array.from({ length: count }, (_, index) =>
      Math.min(rows - 1, index * stride + search.random.integer(stride)),
    );
  }

  /** The variables on which `variable` depends most, the strongest first. */
  choose(variable: number): ParentRef[] {
    const { spec, maxParents } = this.#search;
    const own = spec.variables[variable];
    if (own === undefined) return [];
    const rows = this.#rowsWhere(own.when);
    const target = this.#pick({ view: 0, variable }, rows);
    const all = this.#candidates(variable).map((one) => ({
      ...one,
      codes: this.#pick(one, rows),
      cardinality: this.#cardinality(one),
    }));
    const chosen: Candidate[] = [];
    let context = new Float64Array(target.length);
    let size = own.cardinality;
    const take = (one: Candidate) => {
      chosen.push(one);
      context = context.map((code, row) => code * one.cardinality + (one.codes[row] as number));
      size *= one.cardinality;
    };
    const anchor = all.find((one) => one.view === 0 && one.variable === own.anchor);
    if (anchor !== undefined) take(anchor);
    const limit = maxParents + chosen.length;
    const short = shortlist(all, target, anchor);
    while (chosen.length < limit) {
      const best = bestOf(short, chosen, target, context);
      if (best === null || size * best.cardinality > LARGEST_CONTEXT) break;
      take(best);
    }
    return chosen.map((one) => ({ view: one.view, variable: one.variable }));
  }

  #candidates(variable: number): ParentRef[] {
    const { spec, space } = this.#search;
    return spec.views.flatMap((view, index) => {
      const count = index === 0 ? variable : (space[view.record]?.variables.length ?? 0);
      return Array.from({ length: count }, (_, at) => ({ view: index, variable: at }));
    });
  }

  #cardinality(one: ParentRef): number {
    const { spec, space } = this.#search;
    const record = spec.views[one.view]?.record ?? 0;
    return space[record]?.variables[one.variable]?.cardinality ?? 1;
  }

  #rowsWhere(when: { readonly variable: number; readonly code: number } | undefined): Int32Array {
    if (when === undefined) return Int32Array.from(this.#rows.keys());
    const codes = this.#column({ view: 0, variable: when.variable });
    return Int32Array.from(this.#rows.keys()).filter((at) => codes[at] === when.code);
  }

  #pick(one: ParentRef, rows: Int32Array): Uint16Array {
    const column = this.#column(one);
    return Uint16Array.from(rows, (at) => column[at] as number);
  }

  /** Codes of a candidate over the sampled rows. */
  #column(one: ParentRef): Uint16Array {
    const key = one.view * 1000 + one.variable;
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const { data, spec, record } = this.#search;
    const source = data[spec.views[one.view]?.record ?? record] as RecordCodes;
    const view = (data[record] as RecordCodes).views[one.view];
    const codes = source.codes[one.variable] as Uint16Array;
    const column = Uint16Array.from(this.#rows, (row) => {
      const at = one.view === 0 ? row : (view?.[row] ?? -1);
      return at < 0 ? 0 : (codes[at] as number);
    });
    this.#columns.set(key, column);
    return column;
  }
}

function shortlist(all: readonly Candidate[], target: Uint16Array, anchor: Candidate | undefined) {
  const none = new Float64Array(target.length);
  return all
    .filter((one) => one !== anchor)
    .map((one) => ({ one, gain: information(target, none, one) }))
    .filter((two) => two.gain > 0)
    .sort((a, b) => b.gain - a.gain || a.one.view - b.one.view || a.one.variable - b.one.variable)
    .slice(0, SHORTLIST)
    .map((two) => two.one);
}

function bestOf(
  candidates: readonly Candidate[],
  chosen: readonly Candidate[],
  target: Uint16Array,
  context: Float64Array,
): Candidate | null {
  let best: Candidate | null = null;
  let most = 0.005;
  for (const one of candidates) {
    if (chosen.includes(one)) continue;
    const gain = information(target, context, one);
    if (gain > most) [best, most] = [one, gain];
  }
  return best;
}

/**
 * Conditional information between target and candidate given the context, nats a row, less its
 * expected size by chance (half a nat per freed cell, Miller and Madow).
 */
function information(target: Uint16Array, context: Float64Array, one: Candidate): number {
  const rows = target.length;
  if (rows === 0) return 0;
  const base = groups(context);
  const finer = groups(
    context.map((code, row) => code * one.cardinality + (one.codes[row] as number)),
  );
  const [withTarget, finerWithTarget] = [joined(base, target), joined(finer, target)];
  const entropyGain =
    entropy(withTarget) - entropy(base) - (entropy(finerWithTarget) - entropy(finer));
  const cells = finerWithTarget.size - finer.size - (withTarget.size - base.size);
  return entropyGain - Math.max(0, cells) / (2 * rows);
}

interface Groups {
  readonly of: Int32Array;
  readonly size: number;
}

/** Numbers equal values alike. */
function groups(values: Float64Array): Groups {
  const numbers = new Map<number, number>();
  const of = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    let at = numbers.get(value);
    if (at === undefined) numbers.set(value, (at = numbers.size));
    of[row] = at;
  }
  return { of, size: numbers.size };
}

function joined(base: Groups, target: Uint16Array): Groups {
  return groups(
    Float64Array.from(base.of, (group, row) => group * 65536 + (target[row] as number)),
  );
}

function entropy(one: Groups): number {
  const counts = new Int32Array(one.size);
  for (const group of one.of) counts[group] = (counts[group] as number) + 1;
  const rows = one.of.length;
  let sum = 0;
  for (const count of counts) sum -= (count / rows) * Math.log(count / rows);
  return sum;
}
