import { isIP } from 'node:net';
import { defined } from '../core/invariant.ts';
import type { Value } from '../core/row.ts';
import { actionOf, codeOfToken, type IdentityShape, RANKS } from '../encoders/identity-codes.ts';
import type { RecencyList } from '../sequences/recency.ts';
import type { DrawPlace, DrawTask, FieldDrawer, FieldOf } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import type { PlannedDomain } from './plan-world.ts';
import type { StubQueue } from './stub-queue.ts';

const TRIES = 6;

/** The drawer of a name: its own, one met before, or the next that the subject is to meet. */
export function identityDrawer(field: FieldOf<'identity'>, task: DrawTask): FieldDrawer {
  const domain = defined(task.domains[field.domain], 'domain was planned');
  const shape = defined(task.shapes[field.domain], 'domain has a shape');
  const [first = 0] = field.columns;
  const cellOf = (token: number) => task.cellOf(field.domain, token, 0);
  return (place) => {
    const met = defined(place.met[field.domain], 'domain has a list');
    const stubs = defined(place.stubs[field.domain], 'domain has stubs');
    const slotOf = (token: number) => domain.own.findIndex((one) => one[place.subject] === token);
    const literalOf = (token: number) =>
      token >= domain.literalBase ? token - domain.literalBase : -1;
    const facts = {
      slotOf,
      literalOf,
      classOf: (token: number) => domain.classes[token] as number,
    };
    const forced = place.forced.get(first);
    // NOTE: where real rows never mix families, neither do these, whatever the model combines.
    const isFamily = (token: number) =>
      token < 0 || field.family.every((column) => isOneFamily(place.row, column, cellOf(token)));
    const token =
      forced === undefined
        ? drawToken(place, field, { domain, shape, met, stubs, isFamily })
        : forced.token;
    place.row.codes[field.variable] = codeOfToken(token, met, facts, shape);
    for (const [part, column] of field.columns.entries()) {
      place.row.tokens[column] = token;
      place.row.cells[column] = token < 0 ? null : task.cellOf(field.domain, token, part);
    }
    if (token < 0 || slotOf(token) >= 0 || literalOf(token) >= 0) return;
    if (!met.has(token)) stubs.use(token);
    met.touch(token);
  };
}

interface TokenTask {
  readonly domain: PlannedDomain;
  readonly shape: IdentityShape;
  readonly met: RecencyList;
  readonly stubs: StubQueue;
  /** False for an address of another family than the row's other addresses. */
  readonly isFamily: (token: number) => boolean;
}

function drawToken(place: DrawPlace, field: FieldOf<'identity'>, task: TokenTask): number {
  const { domain, met, stubs, isFamily } = task;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const token = tokenOf(place.draw(field.variable), place, task);
    if (token !== null && isFamily(token)) return token;
  }
  const own = domain.own.map((one) => one[place.subject] as number).filter((one) => one >= 0);
  const known = met.ofRank(1, RANKS, isFamily);
  return stubs.first(isFamily) ?? (known >= 0 ? known : (own.find(isFamily) ?? own[0] ?? 0));
}

/** False where both cells are addresses and only one of them is of IPv6. */
function isOneFamily(row: DrawnRow, column: number, cell: Value): boolean {
  const other = (row.tokens[column] as number) < 0 ? null : row.cells[column];
  if (typeof other !== 'string' || typeof cell !== 'string') return true;
  if (other.includes(':') === cell.includes(':')) return true;
  return isIP(other) === 0 || isIP(cell) === 0;
}

/** The name that a code asks for, null where the subject has none such. */
function tokenOf(code: number, place: DrawPlace, task: TokenTask): number | null {
  const { domain, shape, met, stubs } = task;
  const action = actionOf(code, shape);
  switch (action.type) {
    case 'missing':
      return -1;
    case 'slot': {
      const own = domain.own[action.index]?.[place.subject] ?? -1;
      return own >= 0 ? own : null;
    }
    case 'literal':
      return domain.literalBase + action.index;
    case 'rank':
      return action.rank <= met.size ? met.ofRank(action.rank, RANKS) : null;
    case 'older':
      return met.size > RANKS ? met.at(place.random.integer(met.size)) : null;
    case 'new': {
      const next = stubs.peek(action.index, domain.classes);
      return next >= 0 ? next : null;
    }
  }
}
