import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';

const ROOT = new URL('../../../', import.meta.url).pathname;

/** SHA-256 of the licence's text as its authors publish it. */
const APACHE_2 = 'cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30';

const FREE_LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'PostgreSQL',
  'Unlicense',
];

/** A third are parts of the chart library; a higher number wants a reason. */
/** Two engines for networks bring thirty of them. */
const MOST_PACKAGES = 140;

interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly license?: string;
  readonly engines?: { readonly node?: string };
}

describe('package', () => {
  const lock = readJson('package-lock.json') as {
    readonly lockfileVersion: number;
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const shipped = Object.entries(lock.packages).filter(
    ([path, { dev, optional }]) => path !== '' && !dev && !optional,
  );

  it('should bear the unchanged Apache licence', () => {
    const text = readFileSync(join(ROOT, 'LICENSE'));

    expect(createHash('sha256').update(text).digest('hex')).to.equal(APACHE_2);
    expect((readJson('package.json') as Manifest).license).to.equal('Apache-2.0');
  });

  it('should lock every package, none from git or by http', () => {
    const foreign = Object.values(lock.packages)
      .map(({ resolved }) => resolved ?? '')
      .filter((from) => /^(git|http:|file:|ssh)/.test(from));

    expect(lock.lockfileVersion).to.equal(3);
    expect(foreign).to.deep.equal([]);
  });

  it('should lock the optional packages of every platform', () => {
    const named = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).map((name) => ({ path, name })),
    );

    const missing = named.filter(
      ({ path, name }) =>
        !(`node_modules/${name}` in lock.packages) &&
        !(`${path}/node_modules/${name}` in lock.packages),
    );
    expect(missing).to.deep.equal([]);
  });

  it(`should ship with at most ${MOST_PACKAGES} packages`, () => {
    expect(shipped.length).to.be.within(20, MOST_PACKAGES);
  });

  it('should run without the install scripts of others', () => {
    const scripted = shipped.filter(([, { hasInstallScript }]) => hasInstallScript);
    const settings = readFileSync(join(ROOT, '.npmrc'), 'utf8').split('\n');

    // NOTE: its script fetches libraries for GPUs, and does nothing where it is told so.
    expect(scripted.map(([path]) => path)).to.deep.equal(['node_modules/onnxruntime-node']);
    expect(settings).to.include('onnxruntime-node-install=skip');
  });

  it('should ship packages under free licences only', () => {
    const others = shipped
      .filter(([path]) => existsSync(join(ROOT, path, 'package.json')))
      .map(([path]) => `${path}: ${(readJson(`${path}/package.json`) as Manifest).license}`)
      .filter((line) => !isFree(line.slice(line.indexOf(': ') + 2)));

    expect(others).to.deep.equal([]);
  });
});

function isFree(licence: string): boolean {
  const words = licence.replace(/[()]/g, '').split(/ OR /);
  return words.some((word) => FREE_LICENCES.includes(word));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
}
