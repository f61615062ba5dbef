import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createProgressBar, describeProgress } from '../../../engine/cli/progress-bar.ts';

describe('describeProgress', () => {
  it('should tell how much, how fast and how long still', () => {
    const state = { step: 'train', unit: 'rows', total: 100_000, done: 25_000, elapsedMs: 500 };
    const line = 'train         25,000/100,000 rows  25 %  50,000 rows/s  2 s left';

    expect(describeProgress({ ...state, note: '' })).to.equal(line);
    expect(describeProgress({ ...state, note: 'loss 1.234' })).to.equal(`${line}  loss 1.234`);
  });
});

describe('createProgressBar', () => {
  it('should keep the last note of a step, and none of the step before', () => {
    const lines: string[] = [];
    const output = { write: (line: string) => lines.push(line), interactive: false, now: () => 0 };
    const bar = createProgressBar(output, new AbortController().signal);

    bar.start('train', 10, 'steps');
    bar.advance(1, 'loss 2.000');
    bar.advance(1);
    bar.finish();
    bar.start('write', null, 'rows');
    bar.finish();

    expect(lines[0]).to.match(/ 2\/10 steps .*loss 2\.000\n$/);
    expect(lines[1]).to.not.include('loss');
  });

  it('should stop the work at the next unit after a signal', () => {
    const controller = new AbortController();
    const output = { write: () => undefined, interactive: false, now: () => 0 };
    const bar = createProgressBar(output, controller.signal);
    bar.start('train', 10, 'rows');

    controller.abort(new Error('interrupted'));

    expect(() => bar.advance(1)).to.throw('interrupted');
  });
});
