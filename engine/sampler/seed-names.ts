import { defined } from '../core/invariant.ts';
import type { Field } from '../encoders/field.ts';
import { RANKS } from '../encoders/identity-codes.ts';
import { FIRST } from '../sequences/codes.ts';
import type { DrawPlace, Forced } from './draw-place.ts';
import { groupOfClass } from './learn-domains.ts';
import type { SeedName } from './seed-script.ts';
import type { SubjectState } from './subject-state.ts';
import type { TableDraw } from './table-draw.ts';

/** What is forced, and the names of the seed's row where the table's place is told one. */
export function withSeedNames(
  state: SubjectState,
  table: TableDraw,
  forced: ReadonlyMap<number, Forced>,
): ReadonlyMap<number, Forced> {
  const { place } = table;
  const { fields } = table.story;
  const { told } = place;
  if (told === null) return forced;
  const cells = new Map<number, Forced>(
    told.names.map(([column, name]) => [
      column,
      new ReplayedName(state, { place, fields, column, name }),
    ]),
  );
  for (const [column, cell] of forced) cells.set(column, cell);
  return cells;
}

/**
 * A name whose stand-in is chosen when its cell is drawn: by then the row says more of it.
 *
 * No real name is known here. The subject's own names are those that the plan gave it, public ones
 * are themselves, all others are the next that the subject is to meet.
 */
class ReplayedName implements Forced {
  readonly value = null;
  readonly #state: SubjectState;
  readonly #place: DrawPlace;
  readonly #field: Extract<Field, { readonly type: 'identity' }> | undefined;
  readonly #name: number;

  constructor(
    state: SubjectState,
    of: {
      readonly place: DrawPlace;
      readonly fields: readonly Field[];
      readonly column: number;
      readonly name: number;
    },
  ) {
    this.#state = state;
    this.#place = of.place;
    this.#name = of.name;
    const field = of.fields.find((one) => one.type === 'identity' && one.columns[0] === of.column);
    this.#field = field?.type === 'identity' ? field : undefined;
  }

  get token(): number {
    const replay = this.#state.seed;
    const name = replay?.script.names[this.#name];
    if (replay === null || name === undefined) return -1;
    const known = replay.tokens[this.#name] as number;
    if (known >= 0) return known;
    const token = this.#choose(name);
    replay.tokens[this.#name] = token;
    return token;
  }

  #choose(name: SeedName): number {
    const { own, source } = this.#state;
    const domain = defined(source.world.domains[name.domain], 'domain was planned');
    if (name.literal >= 0) return domain.literalBase + name.literal;
    const slot = own[name.domain]?.[name.slot] ?? -1;
    return slot >= 0 ? slot : this.#fresh(name);
  }

  /** The next name to be met of the sort that the model thinks likely here. */
  #fresh(name: SeedName): number {
    const { source, stubs, met, own } = this.#state;
    const story = defined(source.story.domains[name.domain], 'domain exists');
    const { classes } = defined(source.world.domains[name.domain], 'domain was planned');
    const queue = defined(stubs[name.domain], 'domain has stubs');
    const fits = (kind: number) => story.groups[groupOfClass(kind)]?.scope === name.scope;
    const wanted = this.#drawClass(story, fits);
    const next = wanted < 0 ? -1 : queue.peek(wanted, classes);
    if (next >= 0) return next;
    const other = queue.first((token) => fits(classes[token] as number));
    const list = defined(met[name.domain], 'domain has a list');
    const known = list.ofRank(1, RANKS, (token) => fits(classes[token] as number));
    if (other !== undefined || known >= 0) return other ?? known;
    return queue.first(() => true) ?? (list.size > 0 ? list.at(0) : (own[name.domain]?.[0] ?? -1));
  }

  #drawClass(
    story: { readonly slots: readonly unknown[]; readonly literals: readonly unknown[] } & {
      readonly classes: readonly unknown[];
    },
    fits: (kind: number) => boolean,
  ): number {
    if (this.#field === undefined) return -1;
    const base = FIRST + story.slots.length + story.literals.length + RANKS + 1;
    const odds = new Float64Array(base + story.classes.length);
    this.#place.weigh(this.#field.variable, odds);
    const weights = story.classes.map((_, kind) => (fits(kind) ? (odds[base + kind] ?? 0) : 0));
    let share = this.#state.random.next() * weights.reduce((sum, one) => sum + one, 0);
    for (const [kind, weight] of weights.entries()) {
      share -= weight;
      if (weight > 0 && share < 0) return kind;
    }
    return -1;
  }
}
