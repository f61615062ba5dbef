import { expect } from 'chai';
import { timeSteps } from '../../../engine/cli/time-steps.ts';
import { silentProgress } from '../../../engine/core/progress.ts';

describe('timeSteps', () => {
  it('should sum the time of steps by name, and pass everything on', () => {
    const times = [0, 1000, 2000, 2500, 3000, 4250];
    const heard: string[] = [];
    const steps = timeSteps(
      { ...silentProgress, start: (step) => void heard.push(step) },
      () => times.shift() ?? 0,
    );

    for (const step of ['read', 'judge', 'read']) {
      steps.progress.start(step, null, 'rows');
      steps.progress.finish();
    }

    expect(steps.seconds()).to.deep.equal({ read: 2.25, judge: 0.5 });
    expect(heard).to.deep.equal(['read', 'judge', 'read']);
  });
});
