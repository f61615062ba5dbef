import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Value } from '../../../engine/core/row.ts';
import { cellFits } from '../../../engine/schema/cell-check.ts';
import type { ColumnKind } from '../../../engine/schema/column.ts';

describe('cellFits', () => {
  const fitting: readonly (readonly [ColumnKind, Value])[] = [
    ['key', -3],
    ['integer', Number.MAX_SAFE_INTEGER],
    ['time', -1],
    ['duration', 0],
    ['real', -1e308],
    ['boolean', false],
    ['port', 0],
    ['port', 65_535],
    ['address', '10.0.0.1'],
    ['address', '2001:db8::1'],
    ['text', ''],
    ['category', '日本語'],
  ];
  const unfit: readonly (readonly [ColumnKind, Value])[] = [
    ['key', 1.5],
    ['integer', 2 ** 53],
    ['integer', '7'],
    ['time', Number.NaN],
    ['duration', Number.POSITIVE_INFINITY],
    ['real', Number.NaN],
    ['real', '1.5'],
    ['boolean', 'true'],
    ['boolean', 1],
    ['port', -1],
    ['port', 65_536],
    ['port', 80.5],
    ['address', '10.0.0.256'],
    ['address', ''],
    ['address', '10.0.0.1/8'],
    ['text', 12],
    ['guid', false],
    ['fqdn', 0],
  ];

  for (const [kind, cell] of fitting) {
    it(`should take ${JSON.stringify(cell)} for ${kind}`, () => {
      expect(cellFits(kind, cell)).to.equal(true);
    });
  }

  for (const [kind, cell] of unfit) {
    it(`should not take ${typeof cell} ${cell} for ${kind}`, () => {
      expect(cellFits(kind, cell)).to.equal(false);
    });
  }
});
