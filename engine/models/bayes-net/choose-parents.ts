import type { Random } from '../../core/random.ts';
import type { RecordCodes, RecordSpec, VariableSpec } from '../code-space.ts';
import type { Coarsening } from './coarsen.ts';

/** A variable of a view that another variable depends on. */
export interface ParentRef {
  readonly view: number;
  readonly variable: number;
  /** True where only the group of the code counts. */
  readonly coarse: boolean;
}

/** Where the search looks and how far it goes. */
export interface ParentSearch {
  readonly data: readonly RecordCodes[];
  readonly spec: RecordSpec;
  readonly record: number;
  readonly space: readonly RecordSpec[];
  readonly maxParents: number;
  readonly random: Random;
  /** Rows of the record to look at. */
  readonly rows: Int32Array;
  /** By record and variable: its groups, null where it is small anyway. */
  readonly groups: readonly (readonly (Coarsening | null)[])[];
}

interface Candidate extends ParentRef {
  readonly codes: Uint16Array;
  readonly cardinality: number;
}

const SAMPLE = 12_000;
/** A variable with many codes leaves few rows for the next: its gain counts less. */
const FINE_WORTH = 0.2;
/** Least gain that pays for a parent, nats a row. */
const LEAST_GAIN = 0.002;
/** Rows of a context that weigh as much as what is believed without it. */
export const PRIOR_ROWS = 5;
const SHORTLIST = 14;
const LARGEST_CONTEXT = 2 ** 52;

/** Gathers the candidates of a record's sampled rows once, for all its variables. */
export class ParentChooser {
  readonly #search: ParentSearch;
  readonly #rows: Int32Array;
  readonly #columns = new Map<number, Uint16Array>();

  constructor(search: ParentSearch) {
    this.#search = search;
    const rows = search.rows.length;
    const stride = Math.max(1, Math.floor(rows / SAMPLE));
    const count = Math.floor(rows / stride);
    this.#rows = Int32Array.from({ length: count }, (_, index) => {
      const at = Math.min(rows - 1, index * stride + search.random.integer(stride));
      return search.rows[at] as number;
    });
  }

  /** The variables on which `variable` depends most, the strongest first. */
  choose(variable: number): ParentRef[] {
    const { spec, maxParents } = this.#search;
    const own = spec.variables[variable];
    if (own === undefined) return [];
    const rows = this.#rowsWhere(own.when);
    const target = this.#pick({ view: 0, variable, coarse: false }, rows);
    const all = this.#candidates(variable).map((one) => ({
      ...one,
      codes: this.#pick(one, rows),
      cardinality: this.#cardinality(one),
    }));
    const chosen: Candidate[] = [];
    let belief = firstBelief(target, own.cardinality);
    let size = own.cardinality;
    const take = (one: Candidate) => {
      chosen.push(one);
      belief = refine(target, belief, one);
      size *= one.cardinality;
    };
    const anchor = all.find((one) => one.view === 0 && one.variable === own.anchor && !one.coarse);
    if (anchor !== undefined) take(anchor);
    const limit = maxParents + chosen.length;
    const short = shortlist(all, target, { belief, anchor });
    while (chosen.length < limit) {
      const best = bestOf(short, chosen, { target, belief });
      if (best === null || size * best.cardinality > LARGEST_CONTEXT) break;
      take(best);
    }
    return chosen.map(({ view, variable: of, coarse }) => ({ view, variable: of, coarse }));
  }

  #candidates(variable: number): ParentRef[] {
    const { spec, space } = this.#search;
    return spec.views.flatMap((view, index) => {
      const all = variable < view.from ? 0 : (space[view.record]?.variables.length ?? 0);
      const count = index === 0 ? variable : all;
      return Array.from({ length: count }, (_, at) => at).flatMap((at) =>
        this.#groupsOf(index, at) === null
          ? [{ view: index, variable: at, coarse: false }]
          : [true, false].map((coarse) => ({ view: index, variable: at, coarse })),
      );
    });
  }

  #groupsOf(view: number, variable: number): Coarsening | null {
    const record = this.#search.spec.views[view]?.record ?? 0;
    return this.#search.groups[record]?.[variable] ?? null;
  }

  #cardinality(one: ParentRef): number {
    const groups = one.coarse ? this.#groupsOf(one.view, one.variable) : null;
    if (groups !== null) return groups.count;
    const { spec, space } = this.#search;
    const record = spec.views[one.view]?.record ?? 0;
    return space[record]?.variables[one.variable]?.cardinality ?? 1;
  }

  #rowsWhere(when: VariableSpec['when']): Int32Array {
    if (when === undefined) return Int32Array.from(this.#rows.keys());
    const codes = this.#column({ view: 0, variable: when.variable, coarse: false });
    return Int32Array.from(this.#rows.keys()).filter((at) =>
      when.codes.includes(codes[at] as number),
    );
  }

  #pick(one: ParentRef, rows: Int32Array): Uint16Array {
    const column = this.#column(one);
    return Uint16Array.from(rows, (at) => column[at] as number);
  }

  /** Codes of a candidate over the sampled rows. */
  #column(one: ParentRef): Uint16Array {
    const key = (one.view * 1000 + one.variable) * 2 + (one.coarse ? 1 : 0);
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const { data, spec, record } = this.#search;
    const source = data[spec.views[one.view]?.record ?? record] as RecordCodes;
    const view = (data[record] as RecordCodes).views[one.view];
    const codes = source.codes[one.variable] as Uint16Array;
    const groups = one.coarse ? this.#groupsOf(one.view, one.variable)?.groups : undefined;
    const column = Uint16Array.from(this.#rows, (row) => {
      const at = one.view === 0 ? row : (view?.[row] ?? -1);
      const code = at < 0 ? 0 : (codes[at] as number);
      return groups === undefined ? code : (groups[code] as number);
    });
    this.#columns.set(key, column);
    return column;
  }
}

/** What is known of the target so far: context of each row and its odds of the row's own code. */
interface Belief {
  readonly context: Float64Array;
  readonly odds: Float64Array;
}

/** Belief without any parent. */
function firstBelief(target: Uint16Array, cardinality: number): Belief {
  const counts = new Float64Array(cardinality);
  for (const code of target) counts[code] = (counts[code] ?? 0) + 1;
  const odds = Float64Array.from(target, (code) => {
    const others = (counts[code] as number) - 1;
    return (others + 1 / cardinality) / target.length;
  });
  return { context: new Float64Array(target.length), odds };
}

function shortlist(
  all: readonly Candidate[],
  target: Uint16Array,
  of: { readonly belief: Belief; readonly anchor: Candidate | undefined },
) {
  return all
    .filter((one) => one !== of.anchor)
    .map((one) => ({ one, gain: gainOf(target, of.belief, one) }))
    .filter((two) => two.gain > 0)
    .sort((a, b) => b.gain - a.gain || a.one.view - b.one.view || a.one.variable - b.one.variable)
    .slice(0, SHORTLIST)
    .map((two) => two.one);
}

function bestOf(
  candidates: readonly Candidate[],
  chosen: readonly Candidate[],
  of: { readonly target: Uint16Array; readonly belief: Belief },
): Candidate | null {
  let best: Candidate | null = null;
  let most = LEAST_GAIN;
  for (const one of candidates) {
    if (chosen.includes(one)) continue;
    const gain = gainOf(of.target, of.belief, one);
    const worth = one.cardinality > 16 ? gain * FINE_WORTH : gain;
    if (worth > most) [best, most] = [one, worth];
  }
  return best;
}

/** Mean gain in log odds of a row's code, in nats, with the row itself left out. */
function gainOf(target: Uint16Array, belief: Belief, one: Candidate): number {
  const { odds } = refine(target, belief, one);
  let sum = 0;
  for (let row = 0; row < odds.length; row += 1) {
    sum += Math.log((odds[row] as number) / (belief.odds[row] as number));
  }
  return odds.length === 0 ? 0 : sum / odds.length;
}

/**
 * Adds a parent: the counts of the finer context, with the row itself left out, mixed with what
 * was believed before in the proportion rows : PRIOR_ROWS, as sampling does.
 */
function refine(target: Uint16Array, belief: Belief, one: Candidate): Belief {
  const rows = target.length;
  const context = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    context[row] = (belief.context[row] as number) * one.cardinality + (one.codes[row] as number);
  }
  const outer = groups(context);
  const pairs = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    pairs[row] = (outer.of[row] as number) * 65_536 + (target[row] as number);
  }
  const inner = groups(pairs);
  const [all, own] = [sizes(outer), sizes(inner)];
  const odds = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const total = (all[outer.of[row] as number] as number) - 1;
    const same = (own[inner.of[row] as number] as number) - 1;
    odds[row] = (same + PRIOR_ROWS * (belief.odds[row] as number)) / (total + PRIOR_ROWS);
  }
  return { context, odds };
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
    const known = numbers.get(value) ?? numbers.size;
    if (known === numbers.size) numbers.set(value, known);
    of[row] = known;
  }
  return { of, size: numbers.size };
}

function sizes(one: Groups): Int32Array {
  const counts = new Int32Array(one.size);
  for (const group of one.of) counts[group] = (counts[group] as number) + 1;
  return counts;
}
