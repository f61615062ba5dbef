import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { bearNames } from './bear-names.ts';
import { DEGREE_CLASSES } from './learn-domains.ts';
import { settleMeetings } from './mutual-meetings.ts';
import type { OwnNames } from './own-names.ts';
import { planMeetings } from './plan-meetings.ts';
import type { Story } from './story.ts';
import type { WorldNames } from './world-names.ts';

/** Names of one domain: tokens 0.. are those that subjects meet, then own names, then public ones. */
export interface PlannedDomain {
  /** By token: the name; for the rows of a reference table their number from 1 on. */
  readonly values: readonly string[];
  /** By token. */
  readonly classes: Uint8Array;
  readonly ownBase: number;
  readonly literalBase: number;
  /** Names that a subject will meet: tokens from `offsets[s]` to `offsets[s + 1]`. */
  readonly offsets: Int32Array;
  readonly stubs: Int32Array;
  /** By slot of the domain: the subject's own token, -1 for none. */
  readonly own: readonly Int32Array[];
}

/** What a domain is planned from. */
export interface DomainTask {
  readonly story: Story;
  readonly subjects: number;
  /** Position of the domain. */
  readonly index: number;
  /** By group and subject: names to meet. */
  readonly demands: readonly Int32Array[];
  readonly own: OwnNames;
  readonly names: WorldNames;
  readonly random: Random;
}

/**
 * Plans who meets whom and what everybody is called.
 *
 * First come degrees and meetings, then which of the names that are met are subjects' own, then
 * who answers whom, and last the names themselves: own ones before those that are only met.
 */
export function planDomain(task: DomainTask): PlannedDomain {
  const { story, subjects, demands, random, index } = task;
  const domain = defined(story.domains[index], 'domain exists');
  const scale = Math.max(1, subjects) / Math.max(1, story.subjects);
  const met = planMeetings({ domain, demands, subjects, scale, random });
  const own = ownNamesOf(task);
  const borne = bearNames(met, { domain, ...own, demands, random });
  const pool = borne.reduce((sum, one) => sum + (one < 0 ? 1 : 0), 0);
  const literalBase = pool + own.scopes.length;
  const classes = new Uint8Array(literalBase + domain.literals.length);
  for (const [at, scope] of own.scopes.entries()) classes[pool + at] = scope * DEGREE_CLASSES;
  let fresh = 0;
  const tokens = borne.map((one, entity) => {
    const token = one < 0 ? fresh++ : pool + one;
    classes[token] = met.classes[entity] as number;
    return token;
  });
  const ownTokens = own.slots.map((numbers) =>
    numbers.map((one) => ownToken(one, pool, literalBase)),
  );
  const { offsets } = met.graph;
  const stubs = met.graph.entities.map((entity) => tokens[entity] as number);
  const graph = { offsets, stubs, classes, own: ownTokens, ownBase: pool, literalBase };
  settleMeetings(graph, domain.own.mutual, random);
  return { ...graph, values: nameAll(task, { pool, classes, own }) };
}

/** The token of an own name's number: one of the domain, a public one (-2 - j), or none (-1). */
function ownToken(number: number, ownBase: number, literalBase: number): number {
  if (number >= 0) return ownBase + number;
  return number === -1 ? -1 : literalBase - 2 - number;
}

/** Own names of a domain, those of all its slots numbered through. */
interface DomainOwn {
  /** By name. */
  readonly scopes: readonly number[];
  /** By name: the first subject that bears it. */
  readonly bearers: readonly number[];
  /** By slot and subject: number of the name, -1 none, -2 - j public. */
  readonly slots: readonly Int32Array[];
}

function ownNamesOf({ story, index, own }: DomainTask): DomainOwn {
  const scopes: number[] = [];
  const bearers: number[] = [];
  const slots: Int32Array[] = [];
  for (const [slot, { domain }] of story.slots.entries()) {
    if (domain !== index) continue;
    const base = scopes.length;
    for (const scope of defined(own.scopes[slot], 'slot was dealt')) scopes.push(scope);
    const numbers = defined(own.numbers[slot], 'slot was dealt');
    slots.push(numbers.map((one) => (one < 0 ? one : base + one)));
    for (const [subject, one] of numbers.entries()) if (one >= 0) bearers[base + one] ??= subject;
  }
  return { scopes, bearers: Array.from(scopes, (_, name) => bearers[name] ?? 0), slots };
}

/** By token: the name. */
function nameAll(
  { story, index, names }: DomainTask,
  of: { readonly pool: number; readonly classes: Uint8Array; readonly own: DomainOwn },
): string[] {
  const domain = defined(story.domains[index], 'domain exists');
  const { pool, classes, own } = of;
  const values = new Array<string>(pool).fill('');
  // NOTE: short names are first labels of hosts, so the hosts come first.
  const order = [...own.scopes.keys()].sort(
    (a, b) => scopeRank(own, b) - scopeRank(own, a) || a - b,
  );
  for (const at of order) values[pool + at] = names.own(domain, scopeRank(own, at), pool + at);
  for (let token = 0; token < pool; token += 1) {
    const group = Math.floor((classes[token] as number) / DEGREE_CLASSES);
    values[token] = names.met(domain, domain.groups[group]?.scope ?? 0, token);
  }
  values.push(...domain.literals);
  return values;
}

function scopeRank(own: DomainOwn, name: number): number {
  return own.scopes[name] as number;
}
