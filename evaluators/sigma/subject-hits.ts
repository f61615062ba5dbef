import type { SubjectSample } from '../relations/subject-sample.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';
import { compileRules } from './compile-rules.ts';
import type { SigmaRule } from './sigma-rule.ts';
import { createTableEvents } from './sysmon-fields.ts';

/** What the rules find in one subject's events. */
export interface SubjectHits {
  /** Events of the subject, wanted by a rule or not. */
  readonly events: number;
  /** Matching events by position of the rule; rules without any are left out. */
  readonly hits: ReadonlyMap<number, number>;
}

/** Finds a subject's hits; each subject is evaluated once, however often it is asked for. */
export type HitCounter = (subject: SubjectRows) => SubjectHits;

/** Hits of a part: by rule, and in how many of its subjects. */
export interface HitTotals {
  readonly subjects: number;
  readonly events: number;
  readonly hits: Float64Array; // [rules]
  readonly subjectsHit: Float64Array; // [rules]
}

/** A counter for rows of the schema of a sample. @throws SchemaError without Sysmon events */
export function createHitCounter(
  { schema }: SubjectSample,
  rules: readonly SigmaRule[],
): HitCounter {
  const matcher = compileRules(rules);
  const tables = createTableEvents(schema);
  const known = new WeakMap<SubjectRows, SubjectHits>();
  const count = (subject: SubjectRows): SubjectHits => {
    const hits = new Map<number, number>();
    tables.visit(subject, {
      isWanted: matcher.isWanted,
      see: (event) =>
        matcher.match(event, (rule) => {
          hits.set(rule, (hits.get(rule) ?? 0) + 1);
        }),
    });
    return { events: tables.countOf(subject), hits };
  };
  return (subject) => {
    const found = known.get(subject) ?? count(subject);
    known.set(subject, found);
    return found;
  };
}

/** Sums over the subjects of a sample. */
export function totalHits(sample: SubjectSample, rules: number, counter: HitCounter): HitTotals {
  const [hits, subjectsHit] = [new Float64Array(rules), new Float64Array(rules)];
  let events = 0;
  for (const subject of sample.subjects) {
    const found = counter(subject);
    events += found.events;
    for (const [rule, count] of found.hits) {
      hits[rule] = (hits[rule] ?? 0) + count;
      subjectsHit[rule] = (subjectsHit[rule] ?? 0) + 1;
    }
  }
  return { subjects: sample.subjects.length, events, hits, subjectsHit };
}
