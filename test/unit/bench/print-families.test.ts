import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FamilyRow } from '../../bench/families/family-row.ts';
import { printedMeasured, printedScenario } from '../../bench/families/print-families.ts';
import { atLeast, type Figure } from '../../bench/generation-figures/figure.ts';

describe('printedScenario', () => {
  it('should set families side by side and mark what meets its target', () => {
    const rows = [row('trees', [figure('overall', 0.95)]), row('argn', [figure('overall', 0.85)])];

    const [title, heads, overall] = printedScenario('demo', rows);

    expect(title).to.equal('== demo');
    expect(heads?.trim().split(/\s+/)).to.deep.equal(['trees', 'argn', 'ceiling', 'target']);
    expect(overall).to.match(/^1 overall\s+0\.9500\*\s+0\.8500\s+0\.9600\s+>= 0\.9000$/);
  });

  it('should leave empty what a family lacks', () => {
    const rows = [
      row('trees', [figure('overall', 0.95), figure('flows overall', 0.9)]),
      row('argn', [figure('overall', 0.95)]),
    ];

    const line = printedScenario('demo', rows).at(-1);

    expect(line).to.match(/^1 flows overall\s+0\.9000\*\s+0\.9600/);
  });
});

describe('printedMeasured', () => {
  it('should write rows as source text', () => {
    expect(printedMeasured([row('trees', [])])).to.deep.equal([
      "  { scenario: 'demo', table: 'flows', role: 'sequence', rows: 10, subjects: 2, " +
        "family: 'trees', accuracy: 0.9123, membershipAuc: null, seconds: 1.5 },",
    ]);
  });
});

function figure(name: string, value: number): Figure {
  return { group: '1 QA', name, value, ceiling: 0.96, floor: null, target: atLeast(0.9) };
}

function row(family: string, figures: readonly Figure[]): FamilyRow {
  const table = { table: 'flows', role: 'sequence', rows: 10, subjects: 2 } as const;
  const reached = { accuracy: 0.91234, membershipAuc: null, seconds: 1.5 };
  const measured = [{ scenario: 'demo', ...table, family, ...reached }];
  return { scenario: 'demo', family, figures, measured };
}
