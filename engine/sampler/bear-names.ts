import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { drawShare } from '../subjects/drawn-share.ts';
import { BearerPool } from './bearer-pool.ts';
import { groupOfClass } from './learn-domains.ts';
import { MeetingPlaces } from './meeting-places.ts';
import { ANYBODY, NOBODY, namePart, type PartBearers } from './own-meetings.ts';
import type { PlannedMeetings } from './plan-meetings.ts';
import type { DomainStory } from './story.ts';

/** Own names that may stand for names that are met. */
export interface BearSource {
  readonly domain: DomainStory;
  /** By own name: its scope, and the first subject that bears it. */
  readonly scopes: readonly number[];
  readonly bearers: readonly number[];
  /** By group and subject. */
  readonly demands: readonly Int32Array[];
  readonly random: Random;
}

/**
 * Chooses which of the names that are met are subjects' own.
 *
 * Those that most subjects meet come first: whose each is goes by how many meet it and whom its
 * bearer meets, as in the training data. Then those who meet it get names that its bearer meets,
 * so that such meetings go both ways, and so on from them.
 *
 * @returns by name that is met: number of the own name, -1 for none
 */
export function bearNames(met: PlannedMeetings, source: BearSource): Int32Array {
  const borne = new Int32Array(met.classes.length).fill(-1);
  if (source.scopes.length === 0) return borne;
  const naming = new Naming(met, source, borne);
  const { degrees } = naming;
  const order = source.random.shuffle(Array.from(met.classes, (_, at) => at));
  order.sort((a, b) => (degrees[b] as number) - (degrees[a] as number));
  for (const entity of order) naming.start(entity);
  return borne;
}

/** For names of a rare part: anybody's, by the group's share. */
function plainLaw(ownShare: number): Omit<PartBearers, 'part'> {
  return { bearers: [NOBODY, ANYBODY], names: [1 - ownShare, ownShare] };
}

/** Names while they are given out. */
class Naming {
  /** Subjects by name that is met. */
  readonly degrees: Int32Array;
  readonly #book: MeetingPlaces;
  readonly #source: BearSource;
  readonly #borne: Int32Array;
  readonly #pool: BearerPool;
  /** By name that is met: group, scope, and who is to bear it. */
  readonly #groups: Uint8Array;
  readonly #scopes: Uint8Array;
  readonly #wanted: Int32Array;

  constructor(met: PlannedMeetings, source: BearSource, borne: Int32Array) {
    const { domain, random } = source;
    const laws = new Map(domain.own.bearers.map((one) => [one.part, one]));
    this.#book = new MeetingPlaces(met.graph, borne.length);
    this.degrees = this.#book.degrees;
    this.#source = source;
    this.#borne = borne;
    this.#pool = new BearerPool(source);
    this.#groups = Uint8Array.from(met.classes, groupOfClass);
    const groupOf = (entity: number) =>
      defined(domain.groups[this.#groups[entity] as number], 'group exists');
    this.#scopes = Uint8Array.from(borne, (_, entity) => groupOf(entity).scope);
    this.#wanted = Int32Array.from(borne, (_, entity) => {
      const law = laws.get(met.parts[entity] as number) ?? plainLaw(groupOf(entity).ownShare);
      return law.bearers[drawShare(law.names, random)] ?? NOBODY;
    });
  }

  /** Gives a name to the part that it wants, and goes on from its bearer. */
  start(first: number): void {
    if (this.#borne[first] !== -1 || this.#wanted[first] === NOBODY) return;
    const name = this.#anyOf(first);
    if (name < 0) return;
    this.#borne[first] = name;
    const waiting = [first];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const answered of this.#answer(next)) waiting.push(answered);
    }
  }

  /** NOTE: those whom many meet are too few for a law; where meetings are mutual they meet many. */
  #anyOf(first: number): number {
    const scope = this.#scopes[first] as number;
    const wanted = this.#wanted[first] as number;
    const known = this.#pool.take(scope, wanted);
    if (known >= 0) return known;
    const isMutual = this.#source.domain.own.mutual > 0;
    return isMutual
      ? this.#pool.takeLike(scope, this.degrees[first] as number)
      : this.#pool.takeAny(scope);
  }

  /** True if the one whose own name it is to be meets about as many as meet it. */
  #isLike(name: number, subject: number): boolean {
    const count = this.#book.countOf(subject);
    const degree = this.degrees[name] as number;
    return degree <= NEAR * count && count <= NEAR * degree;
  }

  /** Lets the bearer of a name meet the names of those that meet it; the names given out. */
  #answer(entity: number): number[] {
    const { domain, random, bearers } = this.#source;
    const { mutual } = domain.own;
    if (mutual === 0) return [];
    const bearer = bearers[this.#borne[entity] as number] as number;
    const given: number[] = [];
    const waiting = this.#book.placesOf(entity).filter((place) => this.#isUnnamed(place));
    for (const place of this.#openPlaces(bearer)) {
      const name = this.#book.at(place);
      if (this.#borne[name] !== -1 || random.next() >= mutual) continue;
      const scope = this.#scopes[name] as number;
      const at = waiting.findIndex((one) => {
        const subject = this.#book.subjectAt(one);
        return this.#pool.has(subject, scope) && this.#isLike(name, subject);
      });
      const [own = -1] = at < 0 ? [] : waiting.splice(at, 1);
      const answer = own >= 0 ? own : this.#bringMeeter(entity, name);
      if (answer < 0) continue;
      this.#borne[name] = this.#pool.takeOf(this.#book.subjectAt(answer), scope);
      this.#book.keep(place);
      this.#book.keep(answer);
      given.push(name);
    }
    return given;
  }

  /** Places of a subject with names that are to be somebody's own, those that most meet first. */
  #openPlaces(subject: number): number[] {
    const degree = (place: number) => this.degrees[this.#book.at(place)] as number;
    return this.#book
      .rangeOf(subject)
      .filter((place) => this.#wanted[this.#book.at(place)] !== NOBODY)
      .filter((place) => this.#borne[this.#book.at(place)] === -1 && !this.#book.isKept(place))
      .sort((a, b) => degree(b) - degree(a));
  }

  #isUnnamed(place: number): boolean {
    return !this.#book.isKept(place) && this.#pool.hasAny(this.#book.subjectAt(place));
  }

  /** Makes somebody meet a name whose own name may stand for another; its place, -1 if nobody can. */
  #bringMeeter(entity: number, name: number): number {
    const group = this.#groups[entity] as number;
    const scope = this.#scopes[name] as number;
    const parts = [this.#wanted[name] as number, ...LOW.map((one) => namePart(group, one))];
    for (const part of parts) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const subject = this.#pool.peek(scope, part);
        if (subject < 0) break;
        const place = this.#placeFor(subject, entity, group);
        if (place >= 0) return place;
        this.#pool.skip(scope, part);
      }
    }
    return -1;
  }

  /** The place at which a subject meets a name, or comes to meet it; -1 if it cannot. */
  #placeFor(subject: number, entity: number, group: number): number {
    const places = this.#book.rangeOf(subject).filter((one) => !this.#book.isKept(one));
    const known = places.find((one) => this.#book.at(one) === entity);
    if (known !== undefined) return known;
    const fit = places.find((one) => this.#groups[this.#book.at(one)] === group);
    if (fit === undefined) return -1;
    return this.#book.bring(fit, entity, this.#source.random) ? fit : -1;
  }
}

const TRIES = 8;
/** How many times as many names a subject may meet as meet its own, and the other way round. */
const NEAR = 2;
/** Names that those meet who are brought to a name. */
const LOW = [1, 2, 4];
