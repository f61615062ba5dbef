import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createProgressBar, describeProgress } from '../../../engine/cli/progress-bar.ts';

describe('describeProgress', () => {
  it('should tell how much, how fast and how long still', () => {
    const state = { step: 'train', unit: 'rows', total: 100_000, done: 25_000, elapsedMs: 500 };

    expect(describeProgress(state)).to.equal(
      'train         25,000/100,000 rows  25 %  50,000 rows/s  2 s left',
    );
  });
});

describe('createProgressBar', () => {
  it('should stop the work at the next unit after a signal', () => {
    const controller = new AbortController();
    const output = { write: () => undefined, interactive: false, now: () => 0 };
    const bar = createProgressBar(output, controller.signal);
    bar.start('train', 10, 'rows');

    controller.abort(new Error('interrupted'));

    expect(() => bar.advance(1)).to.throw('interrupted');
  });
});
