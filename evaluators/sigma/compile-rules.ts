import {
  createEventReader,
  type EventReader,
  type FieldLookup,
  type SigmaEvent,
} from './event-reader.ts';
import { gateOf } from './rule-gate.ts';
import type { Expression, FieldItem, SigmaRule } from './sigma-rule.ts';
import { compileComparison, compileTest } from './value-tests.ts';

/** Rules in a form that is fast over many events. */
export interface SigmaMatcher {
  /** True where a rule asks for events of this id. */
  isWanted(eventId: number): boolean;
  /** Calls `hit` with the position of every rule that the event matches, in order. */
  match(event: SigmaEvent, hit: (rule: number) => void): void;
}

/**
 * Compiles rules; they are kept by event id, so that an event meets only those that ask for it.
 *
 * Holds state between events: one matcher is for one thread.
 */
export function compileRules(rules: readonly SigmaRule[]): SigmaMatcher {
  const rooms = new Map<number, Match | null>();
  const roomOf = (id: number): Match | null => {
    const known = rooms.get(id);
    if (known !== undefined) return known;
    const wanted = [...rules.entries()].filter(([, rule]) => rule.eventIds?.includes(id) ?? true);
    const room = wanted.length === 0 ? null : createRoom(wanted);
    rooms.set(id, room);
    return room;
  };
  return {
    isWanted: (eventId) => roomOf(eventId) !== null,
    match: (event, hit) => roomOf(event.eventId)?.(event, hit),
  };
}

type Match = SigmaMatcher['match'];
type NumberedRule = readonly [at: number, rule: SigmaRule];

/** The rules of one event id: those that a repeated value shuts out are not looked at. */
function createRoom(rules: readonly NumberedRule[]): Match {
  const reader = createEventReader();
  const compiled = new Map(
    rules.map(([at, { condition }]) => [at, compileExpression(condition, reader)] as const),
  );
  const { free, doors } = gateRules(rules, reader);
  return (event, hit) => {
    reader.open(event);
    const open = new Set(free);
    for (const door of doors) for (const at of door().openRules()) open.add(at);
    for (const at of [...open].sort((one, other) => one - other)) if (compiled.get(at)?.()) hit(at);
  };
}

/** `free` rules are always looked at, the others where a field among `doors` lets them through. */
function gateRules(rules: readonly NumberedRule[], reader: EventReader) {
  const free: number[] = [];
  const doors = new Set<FieldLookup>();
  for (const [at, { condition }] of rules) {
    const gate = gateOf(condition);
    if (gate === null) free.push(at);
    for (const item of gate ?? []) {
      const door = reader.field(item.field);
      doors.add(door);
      door().addGate(numberOf(item, door), at);
    }
  }
  return { free, doors };
}

type Compiled = () => boolean;

function compileExpression(expression: Expression, reader: EventReader): Compiled {
  if (expression.kind === 'item') return compileItem(expression.item, reader);
  if (expression.kind === 'not') {
    const inner = compileExpression(expression.of, reader);
    return () => !inner();
  }
  const parts = expression.of.map((one) => compileExpression(one, reader));
  return expression.kind === 'all'
    ? () => parts.every((isMet) => isMet())
    : () => parts.some((isMet) => isMet());
}

function compileItem(item: FieldItem, reader: EventReader): Compiled {
  if (item.field === null) {
    const tests = plainTests(item).map(compileTest);
    return () => reader.isSaid(tests);
  }
  const lookup = reader.field(item.field);
  const comparisons = item.tests.flatMap((test) => {
    if (test.kind !== 'field') return [];
    const isMet = compileComparison(test.anchor, test.cased);
    const other = reader.field(test.name);
    return [() => isMet(lookup().value(), other().value())];
  });
  if (comparisons.length > 0) return () => comparisons.some((isMet) => isMet());
  const number = numberOf(item, lookup);
  return () => lookup().isMet(number);
}

function numberOf(item: FieldItem, lookup: FieldLookup): number {
  const tests = plainTests(item);
  return lookup().add(JSON.stringify(tests), tests.map(compileTest));
}

function plainTests({ tests }: FieldItem) {
  return tests.flatMap((test) => (test.kind === 'field' ? [] : [test]));
}
