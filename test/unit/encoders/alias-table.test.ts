import { expect } from 'chai';
import { describe, it } from 'mocha';
import { aliasOf, aliasTable } from '../../../engine/encoders/alias-table.ts';

describe('aliasTable', () => {
  for (const weights of [[1], [3, 0, 1], [1, 2, 3, 4, 90], [0, 0]]) {
    it(`should give each item its share: ${weights.join(', ')}`, () => {
      const table = aliasTable(weights);
      const steps = 10_000;
      const found = weights.map(() => 0);

      for (let at = 0; at < steps; at += 1) {
        const item = aliasOf(table, (at + 0.5) / steps);
        found[item] = (found[item] ?? 0) + 1;
      }

      const total = weights.reduce((sum, one) => sum + one, 0);
      for (const [item, weight] of weights.entries()) {
        const share = total === 0 ? 1 / weights.length : weight / total;
        expect((found[item] ?? 0) / steps).to.be.closeTo(share, 1e-3);
      }
    });
  }
});
