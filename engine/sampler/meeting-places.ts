import type { Random } from '../core/random.ts';
import type { EndpointGraph } from '../subjects/trade-round.ts';

const FEW = 12;

/** A graph of meetings by place: each is one subject's meeting of one name. */
export class MeetingPlaces {
  /** Subjects by name. */
  readonly degrees: Int32Array; // [names]
  readonly #graph: EndpointGraph;
  readonly #subjects: Int32Array; // [meetings]
  readonly #isKept: Uint8Array; // [meetings]
  /** Places by name: those of name n from `starts[n]` to `starts[n + 1]`. */
  readonly #starts: Int32Array; // [names + 1]
  readonly #places: Int32Array; // [meetings]

  /** @param graph its entities are changed in place */
  constructor(graph: EndpointGraph, names: number) {
    const { offsets, entities } = graph;
    this.#graph = graph;
    this.#subjects = new Int32Array(entities.length);
    this.#isKept = new Uint8Array(entities.length);
    this.degrees = new Int32Array(names);
    for (let subject = 0; subject + 1 < offsets.length; subject += 1) {
      this.#subjects.fill(subject, offsets[subject], offsets[subject + 1]);
    }
    for (const name of entities) this.degrees[name] = (this.degrees[name] as number) + 1;
    this.#starts = new Int32Array(names + 1);
    for (let name = 0; name < names; name += 1) {
      this.#starts[name + 1] = (this.#starts[name] as number) + (this.degrees[name] as number);
    }
    const next = this.#starts.slice();
    this.#places = new Int32Array(entities.length);
    for (const [place, name] of entities.entries()) {
      this.#places[next[name] as number] = place;
      next[name] = (next[name] as number) + 1;
    }
  }

  /** The name that is met. */
  at(place: number): number {
    return this.#graph.entities[place] as number;
  }

  subjectAt(place: number): number {
    return this.#subjects[place] as number;
  }

  /** Places of a subject. */
  rangeOf(subject: number): number[] {
    const { offsets } = this.#graph;
    const from = offsets[subject] as number;
    const length = (offsets[subject + 1] as number) - from;
    return Array.from({ length }, (_, at) => from + at);
  }

  /** Names that a subject meets. */
  countOf(subject: number): number {
    const { offsets } = this.#graph;
    return (offsets[subject + 1] as number) - (offsets[subject] as number);
  }

  /** Places at which a name is met. */
  placesOf(name: number): number[] {
    return [...this.#places.subarray(this.#starts[name], this.#starts[name + 1])];
  }

  /** The meeting stays as it is. */
  keep(place: number): void {
    this.#isKept[place] = 1;
  }

  isKept(place: number): boolean {
    return this.#isKept[place] === 1;
  }

  /** Brings a name to a place, in exchange with somebody who meets it; false if nobody can. */
  bring(place: number, name: number, random: Random): boolean {
    const from = this.#starts[name] as number;
    const count = (this.#starts[name + 1] as number) - from;
    const left = this.at(place);
    const subject = this.subjectAt(place);
    if (this.#meets(subject, name)) return false;
    for (let tries = 0; tries < Math.min(FEW, count); tries += 1) {
      const at = from + random.integer(count);
      const other = this.#places[at] as number;
      if (this.isKept(other) || this.#meets(this.subjectAt(other), left)) continue;
      this.#graph.entities[place] = name;
      this.#graph.entities[other] = left;
      this.#places[at] = place;
      this.#places[this.#placeOf(left, place)] = other;
      return true;
    }
    return false;
  }

  /** Looks through the shorter of the two lists. */
  #meets(subject: number, name: number): boolean {
    const { offsets, entities } = this.#graph;
    const [from, to] = [offsets[subject] as number, offsets[subject + 1] as number];
    if (to - from <= (this.degrees[name] as number)) {
      return entities.subarray(from, to).includes(name);
    }
    for (let at = this.#starts[name] as number; at < (this.#starts[name + 1] as number); at += 1) {
      if (this.#subjects[this.#places[at] as number] === subject) return true;
    }
    return false;
  }

  #placeOf(name: number, place: number): number {
    const from = this.#starts[name] as number;
    return from + this.#places.subarray(from, this.#starts[name + 1]).indexOf(place);
  }
}
