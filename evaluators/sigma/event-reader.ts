import { createFieldAnswers, type FieldAnswers } from './field-answers.ts';
import type { CompiledTest } from './value-tests.ts';

/** A Sysmon event as rules see it. */
export interface SigmaEvent {
  readonly eventId: number;
  /** The text of a field by Sysmon's name; null where the event lacks it. */
  value(field: string): string | null;
  /** All texts of the event, for keywords. */
  texts(): Iterable<string>;
}

/** Gives a field's answers, turned to the present event. */
export type FieldLookup = () => FieldAnswers;

/** The present event and what is known of its fields. */
export interface EventReader {
  open(event: SigmaEvent): void;
  field(name: string): FieldLookup;
  /** True where one of the tests holds for one of the event's texts. */
  isSaid(tests: readonly CompiledTest[]): boolean;
}

/** A reader without an event; a field is read when the first rule asks for it. */
export function createEventReader(): EventReader {
  const lookups = new Map<string, FieldLookup>();
  let event: SigmaEvent | null = null;
  let count = 0;
  const createLookup = (name: string): FieldLookup => {
    const answers = createFieldAnswers();
    let seen = 0;
    return () => {
      if (seen !== count) answers.turnTo(event?.value(name) ?? null);
      seen = count;
      return answers;
    };
  };
  return {
    open: (next) => {
      event = next;
      count += 1;
    },
    field: (name) => {
      const lookup = lookups.get(name) ?? createLookup(name);
      lookups.set(name, lookup);
      return lookup;
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
