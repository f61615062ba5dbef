import { isIP } from 'node:net';
import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import {
  actionOf,
  classCode,
  codeOfToken,
  type IdentityShape,
  RANKS,
  type TokenFacts,
} from '../encoders/identity-codes.ts';
import type { RecencyList } from '../sequences/recency.ts';
import type { DrawPlace, DrawTask, FieldDrawer, FieldOf } from './draw-place.ts';
import type { PlannedDomain } from './plan-domain.ts';
import type { StubQueue } from './stub-queue.ts';

const TRIES = 6;

/** The drawer of a name: its own, one met before, or the next that the subject is to meet. */
export function identityDrawer(field: FieldOf<'identity'>, task: DrawTask): FieldDrawer {
  const domain = defined(task.domains[field.domain], 'domain was planned');
  const shape = defined(task.shapes[field.domain], 'domain has a shape');
  const [first = 0] = field.columns;
  const cellOf = (token: number) => task.cellOf(field.domain, token, 0);
  let own: readonly number[] = [];
  const facts: TokenFacts = {
    slotOf: (token) => own.indexOf(token),
    literalOf: (token) => (token >= domain.literalBase ? token - domain.literalBase : -1),
    classOf: (token) => domain.classes[token] as number,
  };
  const draw = tokenDrawer(field, { domain, shape, cellOf });
  return (place) => {
    const { subject } = place;
    own = defined(subject.own[field.domain], 'domain has own names');
    const met = defined(subject.met[field.domain], 'domain has a list');
    const forced = place.forced.get(first);
    const token = forced === undefined ? draw(place) : forced.token;
    place.enter(field.variable, codeOfToken(token, met, facts, shape));
    place.enter(field.classVariable, classCode(token, facts));
    for (const [part, column] of field.columns.entries()) {
      place.enterToken(column, token);
      place.row.cells[column] = token < 0 ? null : task.cellOf(field.domain, token, part);
    }
    if (token < 0 || own.includes(token) || token >= domain.literalBase) return;
    if (!met.has(token)) subject.stubs[field.domain]?.use(token);
    met.touch(token);
  };
}

interface TokenTask {
  readonly domain: PlannedDomain;
  readonly shape: IdentityShape;
  readonly cellOf: (token: number) => Value;
}

/** Draws names; where real rows never mix families, neither do these, whatever the model combines. */
function tokenDrawer(field: FieldOf<'identity'>, task: TokenTask): (place: DrawPlace) => number {
  const isFree = field.family.length === 0;
  const fitsRow = (place: DrawPlace, token: number) =>
    token < 0 || field.family.every((column) => isOneFamily(place, column, task.cellOf(token)));
  return (place) => {
    const names = namesOf(place, field.domain);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const token = tokenOf(place.draw(field.variable), place.random, { ...task, names });
      if (token !== null && (isFree || fitsRow(place, token))) return token;
    }
    const fits = (token: number) => fitsRow(place, token);
    const next = names.stubs.first(fits);
    if (next !== undefined) return next;
    const known = names.met.ofRank(1, RANKS, fits);
    const own = names.own.filter((one) => one >= 0);
    return known >= 0 ? known : (own.find(fits) ?? own[0] ?? 0);
  };
}

/** A domain's names as the subject knows them. */
interface SubjectNames {
  readonly own: readonly number[];
  readonly met: RecencyList;
  readonly stubs: StubQueue;
}

function namesOf({ subject }: DrawPlace, domain: number): SubjectNames {
  return {
    own: defined(subject.own[domain], 'domain has own names'),
    met: defined(subject.met[domain], 'domain has a list'),
    stubs: defined(subject.stubs[domain], 'domain has stubs'),
  };
}

/** False where both cells are addresses and only one of them is of IPv6. */
function isOneFamily(place: DrawPlace, column: number, cell: Value): boolean {
  const other = place.tokenAt(column) < 0 ? null : place.row.cells[column];
  if (typeof other !== 'string' || typeof cell !== 'string') return true;
  if (other.includes(':') === cell.includes(':')) return true;
  return isIP(other) === 0 || isIP(cell) === 0;
}

/** The name that a code asks for, null where the subject has none such. */
function tokenOf(
  code: number,
  random: Random,
  of: TokenTask & { readonly names: SubjectNames },
): number | null {
  const { domain, shape } = of;
  const { own, met, stubs } = of.names;
  const action = actionOf(code, shape);
  switch (action.type) {
    case 'missing':
      return -1;
    case 'slot': {
      const token = own[action.index] ?? -1;
      return token >= 0 ? token : null;
    }
    case 'literal':
      return domain.literalBase + action.index;
    case 'rank':
      return action.rank <= met.size ? met.ofRank(action.rank, RANKS) : null;
    case 'older':
      return met.size > RANKS ? met.at(random.integer(met.size)) : null;
    case 'new': {
      const next = stubs.peek(action.index, domain.classes);
      return next >= 0 ? next : null;
    }
  }
}
