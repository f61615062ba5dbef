import { expect } from 'chai';
import { describe, it } from 'mocha';
import { coarsen } from '../../../engine/models/bayes-net/coarsen.ts';

const SPEC = { name: 'size', cardinality: 42, given: false, anchor: -1, guarded: false };

describe('coarsen', () => {
  it('should group neighbours in groups of about equal weight', () => {
    const order = Array.from({ length: 40 }, (_, at) => 41 - at);
    const counts = new Float64Array(42).fill(5);

    const found = coarsen({ ...SPEC, order }, counts);

    const groups = order.map((code) => found?.groups[code] ?? 0);
    expect(groups).to.deep.equal([...groups].sort((a, b) => a - b));
    expect(new Set(groups).size).to.equal(10);
  });

  it('should keep the most frequent codes apart where there is no order', () => {
    const counts = Float64Array.from({ length: 42 }, (_, code) => (code === 30 ? 100 : 1));

    const found = coarsen(SPEC, counts);

    const alone = [...(found?.groups ?? [])].filter((one) => one === found?.groups[30]);
    expect(alone).to.have.length(1);
  });

  it('should leave small variables as they are', () => {
    expect(coarsen({ ...SPEC, cardinality: 9 }, new Float64Array(9))).to.equal(null);
  });
});
