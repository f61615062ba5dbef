import { join, resolve } from 'node:path';
import { communityId } from '../../../linkers/community-id.ts';
import { loadGenerator } from '../../pipeline/generator-folder.ts';
import { describeOutcome, verifyGenerator } from '../../pipeline/verify-generator.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit.ts';
import { wholeNumber } from '../open-run.ts';

/** `entwine verify`: looks for a request that a trained generator answers wrongly. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'draw random requests from a trained generator and check every invariant',
  positionals: ['RUN_DIR'],
  options: {
    runs: { type: 'string', value: 'N', help: 'requests to draw (default 100)' },
    path: { type: 'string', value: 'PATH', help: 'replay the counter-example that a run printed' },
  },
  async run(context) {
    const generator = await loadGenerator(join(resolve(context.arguments[0] ?? ''), 'generator'));
    const path = context.options.path;
    const outcome = await verifyGenerator(
      generator,
      {
        runs: wholeNumber(context, 'runs') ?? 100,
        seed: wholeNumber(context, 'seed') ?? 42,
        communityId,
        ...(typeof path === 'string' ? { path } : {}),
      },
      context.progress,
    );
    context.result(outcome, describeOutcome(outcome));
    return outcome.passed ? EXIT.ok : EXIT.gateFailed;
  },
};
