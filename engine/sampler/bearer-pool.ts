import type { Random } from '../core/random.ts';
import { bearerPart, LEVELS, namePart } from './own-meetings.ts';

/** Own names and who bears them. */
export interface PoolSource {
  /** By own name: its scope, and the first subject that bears it. */
  readonly scopes: readonly number[];
  readonly bearers: readonly number[];
  /** By group and subject. */
  readonly demands: readonly Int32Array[];
  readonly random: Random;
}

/** Subjects' own names that nobody meets yet. */
export class BearerPool {
  readonly #source: PoolSource;
  readonly #isTaken: Uint8Array;
  /** By subject: the names that it bears first. */
  readonly #namesOf = new Map<number, number[]>();
  readonly #byScope = new Map<number, ScopePool>();

  constructor(source: PoolSource) {
    const { scopes, bearers, demands, random } = source;
    this.#source = source;
    this.#isTaken = new Uint8Array(scopes.length);
    for (const name of random.shuffle([...scopes.keys()])) {
      const subject = bearers[name] as number;
      const pool = this.#poolOf(scopes[name] as number);
      pool.all.push(name);
      append(pool.byPart, bearerPart(demands, subject), name);
      append(this.#namesOf, subject, name);
    }
  }

  /** Takes a name whose bearer is of the part; -1 if there is none. */
  take(scope: number, part: number): number {
    return this.#pop(this.#poolOf(scope).byPart.get(part) ?? []);
  }

  /** Takes anybody's name; -1 if all are taken. */
  takeAny(scope: number): number {
    return this.#pop(this.#poolOf(scope).all);
  }

  /** Takes a name whose bearer meets about as many names; -1 if all are taken. */
  takeLike(scope: number, degree: number): number {
    const pool = this.#poolOf(scope);
    const level = namePart(0, degree);
    for (let away = 0; away < LEVELS; away += 1) {
      for (const [part, list] of pool.byPart) {
        if (Math.abs((part % LEVELS) - level) !== away) continue;
        const name = this.#pop(list);
        if (name >= 0) return name;
      }
    }
    return this.#pop(pool.all);
  }

  #pop(list: number[]): number {
    for (let name = list.pop(); name !== undefined; name = list.pop()) {
      if (this.#isTaken[name] === 1) continue;
      this.#isTaken[name] = 1;
      return name;
    }
    return -1;
  }

  /** A subject of the part whose name of the scope is left; it is not taken; -1 if there is none. */
  peek(scope: number, part: number): number {
    const list = this.#poolOf(scope).byPart.get(part) ?? [];
    for (let name = list.at(-1); name !== undefined; name = list.at(-1)) {
      const bearer = this.#source.bearers[name] as number;
      if (this.#isTaken[name] === 0 && this.#find(bearer, scope) === name) return bearer;
      list.pop();
    }
    return -1;
  }

  /** Passes over the subject that `peek` told; its names are still to be had as anybody's. */
  skip(scope: number, part: number): void {
    this.#poolOf(scope).byPart.get(part)?.pop();
  }

  /** True if the subject has a name left. */
  hasAny(subject: number): boolean {
    return this.#namesOf.get(subject)?.some((name) => this.#isTaken[name] === 0) ?? false;
  }

  /** True if the subject has a name of the scope left. */
  has(subject: number, scope: number): boolean {
    return this.#find(subject, scope) !== undefined;
  }

  /** Takes the subject's name of the scope, -1 if it has none left. */
  takeOf(subject: number, scope: number): number {
    const name = this.#find(subject, scope);
    if (name === undefined) return -1;
    this.#isTaken[name] = 1;
    return name;
  }

  #find(subject: number, scope: number): number | undefined {
    const names = this.#namesOf.get(subject);
    return names?.find((name) => this.#isTaken[name] === 0 && this.#source.scopes[name] === scope);
  }

  #poolOf(scope: number): ScopePool {
    const known = this.#byScope.get(scope);
    if (known !== undefined) return known;
    const fresh: ScopePool = { all: [], byPart: new Map() };
    this.#byScope.set(scope, fresh);
    return fresh;
  }
}

/** Names of a scope, and the same by the part of their bearers. */
interface ScopePool {
  readonly all: number[];
  readonly byPart: Map<number, number[]>;
}

function append<K>(lists: Map<K, number[]>, key: K, item: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
