import { createFieldAnswers, type FieldAnswers } from './field-answers.ts';
import type { Expression, FieldItem, SigmaRule } from './sigma-rule.ts';
import { type CompiledTest, compileComparison, compileTest } from './value-tests.ts';

/** A Sysmon event as rules see it. */
export interface SigmaEvent {
  readonly eventId: number;
  /** The text of a field by Sysmon's name; null where the event lacks it. */
  value(field: string): string | null;
  /** All texts of the event, for keywords. */
  texts(): Iterable<string>;
}

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
  const reader = createEventReader();
  const compiled = rules.map(({ condition }) => compileExpression(condition, reader));
  const everywhere = rules.flatMap(({ eventIds }, at) => (eventIds === null ? [at] : []));
  const byId = new Map<number, readonly number[]>();
  for (const id of new Set(rules.flatMap(({ eventIds }) => eventIds ?? []))) {
    const wanted = [...rules.entries()].filter(([, rule]) => rule.eventIds?.includes(id) ?? true);
    byId.set(
      id,
      wanted.map(([at]) => at),
    );
  }
  const rulesOf = (id: number) => byId.get(id) ?? everywhere;
  return {
    isWanted: (eventId) => rulesOf(eventId).length > 0,
    match: (event, hit) => {
      const wanted = rulesOf(event.eventId);
      if (wanted.length === 0) return;
      reader.open(event);
      for (const at of wanted) if (compiled[at]?.()) hit(at);
    },
  };
}

/** The present event and what is known of its fields. */
interface EventReader {
  open(event: SigmaEvent): void;
  /** The field's answers, turned to the present event. */
  field(name: string): () => FieldAnswers;
  /** True where one of the tests holds for one of the event's texts. */
  isSaid(tests: readonly CompiledTest[]): boolean;
}

function createEventReader(): EventReader {
  const fields = new Map<string, { readonly answers: FieldAnswers; seen: number }>();
  let event: SigmaEvent | null = null;
  let count = 0;
  return {
    open: (next) => {
      event = next;
      count += 1;
    },
    field: (name) => {
      const field = fields.get(name) ?? { answers: createFieldAnswers(), seen: 0 };
      fields.set(name, field);
      return () => {
        if (field.seen === count) return field.answers;
        field.seen = count;
        field.answers.turnTo(event?.value(name) ?? null);
        return field.answers;
      };
    },
    isSaid: (tests) => {
      for (const text of event?.texts() ?? []) {
        const value = { text, lower: text.toLowerCase() };
        if (tests.some((isMet) => isMet(value))) return true;
      }
      return false;
    },
  };
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

function compileItem({ field, tests }: FieldItem, reader: EventReader): Compiled {
  const plain = tests.flatMap((test) => (test.kind === 'field' ? [] : [test]));
  const compiled = plain.map(compileTest);
  if (field === null) return () => reader.isSaid(compiled);
  const answers = reader.field(field);
  const comparisons = tests.flatMap((test) => {
    if (test.kind !== 'field') return [];
    const isMet = compileComparison(test.anchor, test.cased);
    const other = reader.field(test.name);
    return [() => isMet(answers().value(), other().value())];
  });
  if (comparisons.length > 0) return () => comparisons.some((isMet) => isMet());
  const number = answers().add(JSON.stringify(plain), compiled);
  return () => answers().isMet(number);
}
