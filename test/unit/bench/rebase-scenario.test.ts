import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { rebaseScenario } from '../../bench/families/rebase-scenario.ts';

const TEXT = `
name: mine
sources:
  events: { path: [captures/*.jsonl, /data/more.jsonl] }
  flows: { path: "\${DATA}/flows/*.csv", optional: true }
model: { family: trees, k: 7 }
report: { sigma: [sigma/*.yml], gates: [{ metric: overall.accuracy, atLeast: 0.9 }] }
`;

describe('rebaseScenario', () => {
  it('should let relative paths start at the folder, and leave the others', () => {
    const moved = parse(rebaseScenario(TEXT, '/site', {}));

    expect(moved.sources.events.path).to.deep.equal(['/site/captures/*.jsonl', '/data/more.jsonl']);
    expect(moved.sources.flows).to.deep.equal({ path: '${DATA}/flows/*.csv', optional: true });
    expect(moved.report.sigma).to.deep.equal(['/site/sigma/*.yml']);
  });

  it('should put keys over those of a section and keep the rest', () => {
    const moved = parse(rebaseScenario(TEXT, '/site', { model: { family: 'argn' } }));

    expect(moved.model).to.deep.equal({ family: 'argn', k: 7 });
    expect(moved.name).to.equal('mine');
    expect(moved.report.gates).to.deep.equal([{ metric: 'overall.accuracy', atLeast: 0.9 }]);
  });

  it('should do without sections that a scenario leaves out', () => {
    const moved = parse(rebaseScenario('name: mine', '/site', { model: { family: 'argn' } }));

    expect(moved).to.deep.include({ name: 'mine', model: { family: 'argn' } });
  });
});
