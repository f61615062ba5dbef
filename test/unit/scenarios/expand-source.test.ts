import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import { expandSource } from '../../../scenarios/expand-source.ts';
import { expandPath } from '../../../scenarios/expand-variables.ts';
import type { ScenarioSource } from '../../../scenarios/scenario.ts';

describe('expandSource', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'entwine sources '));
    mkdirSync(join(folder, 'day [1]'));
    for (const name of ['b.csv', 'B.csv', 'a10.csv', 'a2.csv', 'x[1].csv', 'ä.csv']) {
      writeFileSync(join(folder, name), '');
    }
    writeFileSync(join(folder, 'day [1]', 'c.csv'), '');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('should list the files of all globs once, in code-unit order', () => {
    const files = expand(['b.csv', '*.csv', './a2.csv']);

    expect(files).to.deep.equal(['B.csv', 'a10.csv', 'a2.csv', 'b.csv', 'x[1].csv', 'ä.csv']);
  });

  it('should take a path that exists as it is', () => {
    expect(expand(['x[1].csv'])).to.deep.equal(['x[1].csv']);
  });

  it('should match what a variable holds literally', () => {
    const { text } = expandPath('${DIR}/*.csv', { DIR: join(folder, 'day [1]') }, '/');

    expect(expand([text])).to.deep.equal([join('day [1]', 'c.csv')]);
  });

  it('should refuse a path that matches no file, and name it', () => {
    expect(() => expand(['*.csv', 'none/*.gz'])).to.throw(DataError, 'none/*.gz');
  });

  it('should refuse a folder', () => {
    expect(() => expand(['day [1]'])).to.throw(DataError, 'is a folder');
  });

  it('should let an optional source be empty', () => {
    expect(expand(['none'], true)).to.deep.equal([]);
  });

  function expand(path: readonly string[], optional = false): readonly string[] {
    const source: ScenarioSource = {
      kind: 'flows',
      path,
      format: 'auto',
      columns: {},
      timeUnit: 'iso',
      optional,
      baseDirectory: folder,
    };
    return expandSource(source).map((file) => file.slice(folder.length + 1));
  }
});
