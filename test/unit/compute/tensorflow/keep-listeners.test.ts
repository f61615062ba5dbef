import { expect } from 'chai';
import { keepListeners } from '../../../../engine/compute/tensorflow/keep-listeners.ts';

const mine = () => {};

describe('keepListeners', () => {
  afterEach(() => process.off('unhandledRejection', mine));

  it('should take away what a task adds and keep what was there', async () => {
    process.on('unhandledRejection', mine);
    const before = process.rawListeners('unhandledRejection');

    const value = await keepListeners(async () => {
      process.on('unhandledRejection', () => {});
      return 7;
    });

    expect(value).to.equal(7);
    expect(process.rawListeners('unhandledRejection')).to.deep.equal(before);
  });

  it('should do so even if the task fails', async () => {
    const before = process.listenerCount('uncaughtException');

    const failure = await keepListeners(async () => {
      process.on('uncaughtException', () => {});
      throw new Error('no start');
    }).catch((reason: unknown) => reason);

    expect(String(failure)).to.contain('no start');
    expect(process.listenerCount('uncaughtException')).to.equal(before);
  });
});
