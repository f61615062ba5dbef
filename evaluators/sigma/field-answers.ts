import type { CompiledTest, FieldText } from './value-tests.ts';

/** Bytes of remembered answers a field; then it forgets them all. */
const MEMORY = 4_000_000;
const FEWEST = 256;
const [MET, MISSED] = [1, 2] as const;

/** The tests of all rules on one field, which ask each distinct value once. */
export interface FieldAnswers {
  /** Takes a test in. @returns its number; equal keys share one */
  add(key: string, tests: readonly CompiledTest[]): number;
  /** Turns to another event's value, null where the event lacks the field. */
  turnTo(text: string | null): void;
  /** True where one of the test's values is met by the present value. */
  isMet(test: number): boolean;
  /** The present value. */
  value(): FieldText | null;
}

interface Known {
  readonly value: FieldText | null;
  readonly answers: Uint8Array; // [tests]
}

/**
 * Field values repeat (images, users, ports), rules share tests: an answer is found once a value.
 */
export function createFieldAnswers(): FieldAnswers {
  const numbers = new Map<string, number>();
  const tests: (readonly CompiledTest[])[] = [];
  const known = new Map<string | null, Known>();
  let present: Known | null = null;
  const remember = (text: string | null): Known => {
    if (known.size > Math.max(FEWEST, MEMORY / tests.length)) known.clear();
    const value = text === null ? null : { text, lower: text.toLowerCase() };
    const fresh = { value, answers: new Uint8Array(tests.length) };
    known.set(text, fresh);
    return fresh;
  };
  return {
    add: (key, some) => {
      const number = numbers.get(key) ?? tests.length;
      if (number === tests.length) tests.push(some);
      numbers.set(key, number);
      return number;
    },
    turnTo: (text) => {
      present = known.get(text) ?? remember(text);
    },
    isMet: (test) => {
      const { value, answers } = present as Known;
      if (answers[test] === 0) {
        answers[test] = tests[test]?.some((isMet) => isMet(value)) ? MET : MISSED;
      }
      return answers[test] === MET;
    },
    value: () => present?.value ?? null,
  };
}
