import type { Random } from '../core/random.ts';
import { groupOfClass } from './learn-domains.ts';

/** A planned graph whose names have tokens. */
export interface TokenGraph {
  readonly offsets: Int32Array; // [subjects + 1]
  /** Changed in place. */
  readonly stubs: Int32Array; // [meetings]
  /** By token. */
  readonly classes: ArrayLike<number>;
  /** By slot: the subject's own token, -1 for none. */
  readonly own: readonly Int32Array[];
  /** Own names have tokens from here on, up to the public ones. */
  readonly ownBase: number;
  readonly literalBase: number;
}

const TRIES = 64;
const FEW = 12;

/**
 * Makes meetings go both ways, up to a share of those with subjects' own names; nobody meets
 * itself where that can be mended.
 *
 * Two subjects exchange names of one group, so that no degree changes at either end.
 */
export function settleMeetings(graph: TokenGraph, mutual: number, random: Random): void {
  if (graph.literalBase === graph.ownBase || graph.stubs.length === 0) return;
  const book = new MeetingBook(graph, random);
  for (let place = 0; place < graph.stubs.length; place += 1) book.leaveSelf(place);
  const places = [...graph.stubs.keys()].filter((place) =>
    book.isOwn(graph.stubs[place] as number),
  );
  const target = mutual * places.length;
  let count = places.reduce((sum, place) => sum + Number(book.keepMutual(place)), 0);
  for (const place of random.shuffle(places)) {
    if (count >= target) return;
    if (book.answer(place)) count += 2;
  }
}

/** Who meets whom, with what has been settled. */
class MeetingBook {
  readonly #graph: TokenGraph;
  readonly #random: Random;
  readonly #subjectOf: Int32Array; // [meetings]
  readonly #isKept: Uint8Array; // [meetings]
  /** Subject and token of every meeting as one number. */
  readonly #pairs = new Set<number>();
  /** By own name: where it is met, and who bears it. */
  readonly #places: number[][];
  readonly #bearers: number[][];

  constructor(graph: TokenGraph, random: Random) {
    const { stubs, offsets, ownBase, literalBase } = graph;
    this.#graph = graph;
    this.#random = random;
    this.#subjectOf = new Int32Array(stubs.length);
    this.#isKept = new Uint8Array(stubs.length);
    this.#places = Array.from({ length: literalBase - ownBase }, () => []);
    this.#bearers = Array.from({ length: literalBase - ownBase }, () => []);
    for (let subject = 0; subject + 1 < offsets.length; subject += 1) {
      this.#subjectOf.fill(subject, offsets[subject], offsets[subject + 1]);
      for (const name of this.#namesOf(subject)) this.#bearers[name - ownBase]?.push(subject);
    }
    for (const [place, token] of stubs.entries()) {
      this.#pairs.add(this.#key(this.#subjectOf[place] as number, token));
      this.#places[token - ownBase]?.push(place);
    }
  }

  isOwn(token: number): boolean {
    return token >= this.#graph.ownBase && token < this.#graph.literalBase;
  }

  /** Gives away the subject's own name where it was to meet it. */
  leaveSelf(place: number): void {
    const { stubs } = this.#graph;
    if (!this.#namesOf(this.#subjectOf[place] as number).includes(stubs[place] as number)) return;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const other = this.#random.integer(stubs.length);
      if (!this.#mayExchange(place, other)) continue;
      this.#exchange(place, other);
      return;
    }
  }

  /** True if the meeting goes both ways; then it stays. */
  keepMutual(place: number): boolean {
    const mine = this.#namesOf(this.#subjectOf[place] as number);
    const bearers = this.#bearersOf(place).slice(0, FEW);
    const isMutual = bearers.some((one) => mine.some((name) => this.#meets(one, name)));
    if (isMutual) this.#isKept[place] = 1;
    return isMutual;
  }

  /** Makes the one who is met meet the one who meets; false where nobody can exchange. */
  answer(place: number): boolean {
    if (this.#isKept[place] === 1) return false;
    const bearers = this.#bearersOf(place);
    if (bearers.length === 0) return false;
    const bearer = this.#random.pick(bearers);
    for (const name of this.#namesOf(this.#subjectOf[place] as number)) {
      const settled = this.#isKept[place] === 0 ? this.#meetAlso(bearer, name, place) : -1;
      if (settled < 0) continue;
      this.#isKept[place] = 1;
      this.#isKept[settled] = 1;
      return true;
    }
    return false;
  }

  /** Makes a subject meet a name instead of another; the place where it does, -1 if it cannot. */
  #meetAlso(subject: number, name: number, besides: number): number {
    const { offsets, ownBase } = this.#graph;
    const [from, to] = [offsets[subject] as number, offsets[subject + 1] as number];
    const others = this.#places[name - ownBase] ?? [];
    if (others.length === 0) return -1;
    for (const place of this.#some(to - from).map((at) => from + at)) {
      if (place === besides || this.#isKept[place] === 1) continue;
      for (const at of this.#some(others.length)) {
        const other = others[at] as number;
        if (other === besides || !this.#mayExchange(place, other)) continue;
        this.#exchange(place, other);
        return place;
      }
    }
    return -1;
  }

  /** A few numbers below a length, in a row from a random one on. */
  #some(length: number): number[] {
    const first = this.#random.integer(Math.max(1, length));
    return Array.from({ length: Math.min(FEW, length) }, (_, at) => (first + at) % length);
  }

  #mayExchange(one: number, other: number): boolean {
    const { stubs, classes } = this.#graph;
    const [left, right] = [stubs[one] as number, stubs[other] as number];
    if (left === right || this.#isKept[one] === 1 || this.#isKept[other] === 1) return false;
    const isSameGroup =
      groupOfClass(classes[left] as number) === groupOfClass(classes[right] as number);
    if (!isSameGroup) return false;
    const [mine, theirs] = [this.#subjectOf[one] as number, this.#subjectOf[other] as number];
    return this.#mayMeet(mine, right) && this.#mayMeet(theirs, left);
  }

  #mayMeet(subject: number, token: number): boolean {
    return !this.#meets(subject, token) && !this.#namesOf(subject).includes(token);
  }

  #exchange(one: number, other: number): void {
    const { stubs } = this.#graph;
    const [left, right] = [stubs[one] as number, stubs[other] as number];
    this.#put(one, { old: left, now: right });
    this.#put(other, { old: right, now: left });
    this.#move(left, one, other);
    this.#move(right, other, one);
  }

  #put(place: number, of: { readonly old: number; readonly now: number }): void {
    const subject = this.#subjectOf[place] as number;
    this.#pairs.delete(this.#key(subject, of.old));
    this.#pairs.add(this.#key(subject, of.now));
    this.#graph.stubs[place] = of.now;
  }

  #move(token: number, from: number, to: number): void {
    const places = this.#places[token - this.#graph.ownBase];
    const at = places?.indexOf(from) ?? -1;
    if (places !== undefined && at >= 0) places[at] = to;
  }

  #bearersOf(place: number): readonly number[] {
    const token = this.#graph.stubs[place] as number;
    return this.#bearers[token - this.#graph.ownBase] ?? [];
  }

  #namesOf(subject: number): number[] {
    return this.#graph.own
      .map((one) => one[subject] as number)
      .filter((token) => this.isOwn(token));
  }

  #meets(subject: number, token: number): boolean {
    return this.#pairs.has(this.#key(subject, token));
  }

  #key(subject: number, token: number): number {
    return subject * this.#graph.classes.length + token;
  }
}
