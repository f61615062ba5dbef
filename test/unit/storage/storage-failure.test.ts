import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError, StorageError } from '../../../engine/core/errors.ts';
import { openDatabase } from '../../../engine/storage/database.ts';
import { requireFreeSpace, toStorageError } from '../../../engine/storage/storage-failure.ts';

const PLACE = { name: 'db.example:5432/lab', directory: null };

describe('toStorageError', () => {
  it('should map a lost connection to a failure of storage that can be resumed', () => {
    const error = toStorageError(new Error('Connection terminated unexpectedly'), PLACE);

    expect(error).to.be.instanceOf(StorageError);
    expect((error as StorageError).exitCode).to.equal(4);
    expect((error as StorageError).message).to.match(/run again/);
  });

  it('should keep the state and the constraint, not the statement nor its values', () => {
    const cause = Object.assign(new Error("insert into t values ('10.0.0.1') - duplicate key"), {
      code: '23505',
      severity: 'ERROR',
      constraint: 't_pkey',
      detail: 'Key (address)=(10.0.0.1) already exists',
    });

    const error = toStorageError(cause, PLACE) as StorageError;

    expect(error.details).to.include({ sqlState: '23505', constraint: 't_pkey' });
    expect(JSON.stringify([error.message, error.details])).not.to.include('10.0.0.1');
  });

  it('should leave what is no failure of storage as it is', () => {
    const error = new TypeError('x is not a function');

    expect(toStorageError(error, PLACE)).to.equal(error);
  });
});

describe('requireFreeSpace', () => {
  it('should refuse work for which the disk is too small', () => {
    expect(() => requireFreeSpace('.', Number.MAX_SAFE_INTEGER)).to.throw(StorageError);
    expect(() => requireFreeSpace('.', 1)).not.to.throw();
  });
});

describe('openDatabase', () => {
  it('should say that a server cannot be reached, without the password', async () => {
    const url = 'postgres://entwine:canary-secret@127.0.0.1:1/lab';

    const error = await failureOf(openDatabase({ url, namespace: 'lab' }));

    expect(error).to.be.instanceOf(StorageError);
    expect(describeWhole(error)).not.to.include('canary-secret');
  });

  it('should refuse a URL of another kind, without the password', async () => {
    const url = 'mysql://entwine:canary-secret@127.0.0.1/lab';

    const error = await failureOf(openDatabase({ url, namespace: 'lab' }));

    expect(error).to.be.instanceOf(ScenarioError);
    expect(describeWhole(error)).not.to.include('canary-secret');
  });
});

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('should have failed'),
    (error) => error,
  );
}

function describeWhole(error: unknown): string {
  const { message, stack, details, cause } = error as StorageError;
  return JSON.stringify([message, stack, details, String(cause)]);
}
