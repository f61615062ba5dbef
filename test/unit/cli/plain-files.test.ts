import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { OptionValues } from '../../../engine/cli/command.ts';
import { plainTypesOf, readPlainParts } from '../../../engine/cli/plain-files.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const REFUSED: readonly (readonly [string, OptionValues, string])[] = [
  ['a dropped column that no file has', { drop: ['nope'] }, '--drop: no file has the column: nope'],
  ['a context key without a context', { 'context-key': 'id' }, '--context-key needs --context'],
  ['a key that names no column', { key: 'nope' }, 'has no such column: nope; name one of id, foo'],
  ['a dropped key', { key: 'id', drop: ['id'] }, '--drop: is a key: id'],
  ['no column left', { drop: ['id', 'foo'] }, '--train: no column is left to judge'],
  ['no column left but the key', { key: 'id', drop: ['foo'] }, 'no column is left to judge'],
];

describe('readPlainParts', () => {
  it('should read the parts without what is dropped, a column of one file too', async () => {
    const { training, holdout, synthetic } = await readPlainParts({ ...files(), drop: ['extra'] });

    expect(training.target.columns.map(({ name }) => name)).to.deep.equal(['id', 'foo']);
    expect(synthetic.target.columns.map(({ name }) => name)).to.deep.equal(['id', 'foo']);
    expect(holdout).to.equal(null);
  });

  for (const [what, options, words] of REFUSED) {
    it(`should refuse ${what}`, async () => {
      const error = await failureOf({ ...files(), ...options });

      expect(error).to.be.instanceOf(ScenarioError);
      expect((error as Error).message).to.contain(words);
    });
  }

  it('should refuse a context key that names no column of the context', async () => {
    const given = files();
    const error = await failureOf({
      ...given,
      key: 'id',
      context: [given.train],
      'context-key': 'nope',
    });

    expect(error).to.be.instanceOf(ScenarioError);
    expect((error as Error).message).to.contain(`--context-key: ${given.train} has no such column`);
  });

  it('should refuse to start without a synthetic file, before any is read', async () => {
    const error = await failureOf({ train: 'not there' });

    expect(error).to.be.instanceOf(ScenarioError);
  });
});

describe('plainTypesOf', () => {
  it('should take names that hold an equals sign', () => {
    expect(plainTypesOf({ types: 'a=b=numeric' })).to.deep.equal({ 'a=b': 'numeric' });
  });

  it('should refuse a type that is none', () => {
    expect(() => plainTypesOf({ types: 'a=number' })).to.throw(ScenarioError, 'a=number');
  });
});

function files(): { readonly train: string; readonly synthetic: string } {
  const folder = temporaryFolder();
  const [train, synthetic] = [join(folder, 'train.csv'), join(folder, 'synthetic.csv')];
  writeFileSync(train, 'id,foo\n1,x\n2,y\n');
  writeFileSync(synthetic, 'id,foo,extra\n1,x,0\n');
  return { train, synthetic };
}

function failureOf(options: OptionValues): Promise<unknown> {
  return readPlainParts(options).catch((failure: unknown) => failure);
}
