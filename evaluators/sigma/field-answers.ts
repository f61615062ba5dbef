import type { CompiledTest, FieldText } from './value-tests.ts';

/** Bytes that a field remembers; then it forgets them all. */
const MEMORY = 4_000_000;
/** Bytes of a remembered value beside its answers: both spellings and their keeping. */
const VALUE_BYTES = 400;
const [MET, MISSED] = [1, 2] as const;

/**
 * The tests of all rules on one field, which ask each distinct value once: values repeat (images,
 * users, ports), and rules share tests.
 *
 * Tests and gates are added before the first value.
 */
export interface FieldAnswers {
  /** Takes a test in. @returns its number; equal keys share one */
  add(key: string, tests: readonly CompiledTest[]): number;
  /** Lets a rule through where the test is met. */
  addGate(test: number, rule: number): void;
  /** Turns to another event's value, null where the event lacks the field. */
  turnTo(text: string | null): void;
  /** True where one of the test's values is met by the present value. */
  isMet(test: number): boolean;
  /** Rules that the present value lets through; one may be named twice. */
  openRules(): readonly number[];
  /** The present value. */
  value(): FieldText | null;
}

interface Known {
  readonly value: FieldText | null;
  readonly answers: Uint8Array; // [tests]
  open: readonly number[] | null;
}

/** An empty book of answers about one field. */
export function createFieldAnswers(): FieldAnswers {
  const numbers = new Map<string, number>();
  const tests: (readonly CompiledTest[])[] = [];
  const gates: { readonly test: number; readonly rule: number }[] = [];
  const known = new Map<string | null, Known>();
  let present: Known = knownValue(null, 0);
  const isMet = (test: number): boolean => {
    const { value, answers } = present;
    if (answers[test] === 0) {
      answers[test] = tests[test]?.some((one) => one(value)) ? MET : MISSED;
    }
    return answers[test] === MET;
  };
  return {
    add: (key, some) => {
      const number = numbers.get(key) ?? tests.length;
      if (number === tests.length) tests.push(some);
      numbers.set(key, number);
      return number;
    },
    addGate: (test, rule) => {
      gates.push({ test, rule });
    },
    turnTo: (text) => {
      const before = known.get(text);
      if (before === undefined && known.size * (tests.length + VALUE_BYTES) > MEMORY) {
        known.clear();
      }
      present = before ?? knownValue(text, tests.length);
      if (before === undefined) known.set(text, present);
    },
    isMet,
    openRules: () => {
      present.open ??= gates.filter(({ test }) => isMet(test)).map(({ rule }) => rule);
      return present.open;
    },
    value: () => present.value,
  };
}

function knownValue(text: string | null, tests: number): Known {
  const value = text === null ? null : { text, lower: text.toLowerCase() };
  return { value, answers: new Uint8Array(tests), open: null };
}
