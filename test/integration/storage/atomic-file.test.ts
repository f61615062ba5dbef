import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { StateError } from '../../../engine/core/errors.ts';
import { publishDirectory, writeAtomically } from '../../../engine/storage/atomic-file.ts';
import { acquireRunLock } from '../../../engine/storage/run-lock.ts';
import { killChild, readyOf, startChild } from '../../support/child-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ENGINE = new URL('../../../engine/storage/', import.meta.url).href;

describe('writeAtomically', () => {
  it('should leave no final name when its process is killed in the middle', async () => {
    const folder = temporaryFolder();
    const child = startChild(`
      const { writeAtomically } = await import('${ENGINE}atomic-file.ts');
      async function* chunks() {
        yield 'half';
        console.log('ready');
        await new Promise((resolve) => setTimeout(resolve, 60000));
      }
      await writeAtomically(${JSON.stringify(join(folder, 'final.txt'))}, chunks());
    `);
    await readyOf(child);

    await killChild(child);

    expect(existsSync(join(folder, 'final.txt'))).to.equal(false);
    expect(readdirSync(folder)).to.have.length(1);
  });

  it('should keep the old content when the new one fails to come', async () => {
    const path = join(temporaryFolder(), 'final.txt');
    await writeAtomically(path, 'old');
    async function* chunks() {
      yield 'new';
      throw new RangeError('stop');
    }

    const failure = await writeAtomically(path, chunks()).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(RangeError);
    expect(readFileSync(path, 'utf8')).to.equal('old');
    expect(readdirSync(join(path, '..'))).to.deep.equal(['final.txt']);
  });
});

describe('publishDirectory', () => {
  it('should replace an older folder as a whole', async () => {
    const folder = temporaryFolder();
    const [draft, final] = [join(folder, 'draft'), join(folder, 'final')];
    for (const [path, name] of [
      [final, 'old.txt'],
      [draft, 'new.txt'],
    ] as const) {
      mkdirSync(path);
      writeFileSync(join(path, name), '');
    }

    await publishDirectory(draft, final);

    expect(readdirSync(folder)).to.deep.equal(['final']);
    expect(readdirSync(final)).to.deep.equal(['new.txt']);
  });
});

describe('acquireRunLock', () => {
  it('should refuse while a live process holds the lock, and take it over once it is killed', async () => {
    const path = join(temporaryFolder(), '.lock');
    const child = startChild(`
      const { acquireRunLock } = await import('${ENGINE}run-lock.ts');
      await acquireRunLock(${JSON.stringify(path)});
      console.log('ready');
      setTimeout(() => undefined, 60000);
    `);
    await readyOf(child);

    const refusal = await acquireRunLock(path).catch((error: unknown) => error);
    await killChild(child);
    const lock = await acquireRunLock(path);

    expect(refusal).to.be.instanceOf(StateError);
    await lock.release();
    expect(existsSync(path)).to.equal(false);
  });

  it('should let one of many takers have a stale lock', async () => {
    for (let round = 0; round < 50; round += 1) {
      const folder = temporaryFolder();
      const path = join(folder, '.lock');
      writeFileSync(path, JSON.stringify({ pid: 4_194_305, started: '1', boot: 'gone' }));

      const takers = await Promise.allSettled(
        Array.from({ length: 8 }, async () => acquireRunLock(path)),
      );

      expect(takers.filter((one) => one.status === 'fulfilled')).to.have.length(1);
      expect(readdirSync(folder)).to.deep.equal(['.lock']);
    }
  });

  it('should take over a lock whose process number was given to another process', async () => {
    const path = join(temporaryFolder(), '.lock');
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: '1', boot: 'gone' }));

    const lock = await acquireRunLock(path);

    expect(readFileSync(path, 'utf8')).to.include(String(process.pid));
    await lock.release();
  });
});
