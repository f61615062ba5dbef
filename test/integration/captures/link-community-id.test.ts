import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { communityId } from '../../../linkers/community-id.ts';
import { dataFolder } from './link-capture-rows.ts';

interface Vector {
  readonly proto: number;
  readonly saddr: string;
  readonly daddr: string;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly communityid: string;
}

describe('communityId on the published vectors', () => {
  for (const [file, seed] of [
    ['baseline_deflt.json', 0],
    ['baseline_seed1.json', 1],
    ['baseline_nob64.json', 0],
  ] as const) {
    it(`should reproduce all of ${file}`, function () {
      const folder = dataFolder('community-id');
      if (folder === null) return this.skip();
      const vectors = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector[];

      const found = vectors.map((one) => communityId(tupleOf(one), seed) ?? '');

      const isHex = file === 'baseline_nob64.json';
      expect(vectors).to.have.length(23);
      expect(isHex ? found.map(inHex) : found).to.deep.equal(vectors.map((one) => one.communityid));
    });
  }
});

function tupleOf(one: Vector) {
  return {
    protocol: String(one.proto),
    sourceAddress: one.saddr,
    sourcePort: one.sport,
    destinationAddress: one.daddr,
    destinationPort: one.dport,
  };
}

function inHex(id: string): string {
  return `1:${Buffer.from(id.slice(2), 'base64').toString('hex')}`;
}
