import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { loadScenario } from '../../../scenarios/load-scenario.ts';
import { readTextFiles, unmatchedGlobs } from '../../../scenarios/report-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('files of a report', () => {
  it('should start at the scenario and fill in variables', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'mine.yaml');
    writeFileSync(
      file,
      'name: mine\nsimulate: {}\nreport:\n  rules: [rules/*.yaml]\n  sigma: ["${SIGMA:-none}/*.yml"]\n',
    );

    const { report } = loadScenario(file, { environment: {} });

    expect(report.rules).to.deep.equal([join(folder, 'rules/*.yaml')]);
    expect(report.sigma).to.deep.equal([join(folder, 'none/*.yml')]);
  });

  it('should read each file once, in order, and let a glob match nothing', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'rules'));
    writeFileSync(join(folder, 'rules/b.yaml'), 'b');
    writeFileSync(join(folder, 'rules/a.yaml'), 'a');

    const files = readTextFiles([
      join(folder, 'rules/b.yaml'),
      join(folder, 'rules/*.yaml'),
      join(folder, 'none/*.yaml'),
    ]);

    expect(files.map(({ text }) => text)).to.deep.equal(['a', 'b']);
  });

  it('should refuse a path that is no file', () => {
    expect(() => readTextFiles([join(temporaryFolder(), 'gone.yaml')])).to.throw(
      ScenarioError,
      'no such file',
    );
  });

  it('should tell of a path that names no file, where it stands', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'mine.yaml');
    const report = 'report:\n  rules:\n    - nope.yaml\n  sigma: [.]\n';
    writeFileSync(file, `name: mine\nsimulate: {}\n${report}`);

    const load = () => loadScenario(file, { environment: {} });

    expect(load).to.throw(ScenarioError, `${file}:5:7: report.rules[0]: no such file: "nope.yaml"`);
    expect(load).to.throw(ScenarioError, `${file}:6:11: report.sigma[0]: not a file: "."`);
  });

  it('should name files as seen from the working directory, others in full', () => {
    const folder = temporaryFolder();
    const outside = join(folder, 'rules.yaml');
    writeFileSync(outside, '');

    const files = readTextFiles([outside, resolve('package.json')]);

    expect(files.map(({ path }) => path)).to.have.members([outside, 'package.json']);
  });

  it('should find the globs that match nothing', () => {
    const none = join(temporaryFolder(), '*.yaml');

    expect(unmatchedGlobs([none, resolve('*.json')])).to.deep.equal([none]);
  });
});
