import { SynthesisError } from './errors.ts';

/** Narrows a value that the code has already made certain; a miss is a defect of ours. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new SynthesisError('defect', 70, `defect: ${message}; please report it`);
}

/** The value, or a defect where it is missing. */
export function defined<T>(value: T | undefined | null, message: string): T {
  invariant(value !== undefined && value !== null, message);
  return value;
}

/** Makes a switch over a union total. */
export function assertNever(value: never): never {
  throw new SynthesisError('defect', 70, `defect: unexpected variant: ${JSON.stringify(value)}`);
}
