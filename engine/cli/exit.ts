import { SynthesisError } from '../core/errors.ts';

/** Exit codes: documented in the README, tested end to end. */
export const EXIT = {
  ok: 0,
  gateFailed: 1,
  usage: 2,
  badInput: 3,
  storage: 4,
  interrupted: 5,
  defect: 70,
  sigint: 130,
} as const;

/** Raised at the next unit of work after a signal; the run can be resumed. */
export class InterruptedError extends SynthesisError {
  constructor(signal: 'SIGINT' | 'SIGTERM') {
    const code = signal === 'SIGINT' ? EXIT.sigint : EXIT.interrupted;
    super('interrupted', code, `run: interrupted by ${signal}; run the same command to resume`);
  }
}

/** What a failure says and the exit code it ends with; only a defect shows its stack. */
export function describeFailure(failure: unknown): { text: string; exitCode: number } {
  if (failure instanceof SynthesisError) {
    const stack = failure.exitCode === EXIT.defect ? `\n${failure.stack ?? ''}` : '';
    return { text: `entwine: ${failure.message}${stack}`, exitCode: failure.exitCode };
  }
  const stack = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  return {
    text: `entwine: defect: ${stack}\nplease report this with the command that led to it`,
    exitCode: EXIT.defect,
  };
}
