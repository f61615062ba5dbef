import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { NameSpan } from '../../../engine/pipeline/ports.ts';
import { buildNameTable } from '../../../linkers/name-table.ts';

describe('buildNameTable', () => {
  it('should know a name only while it is valid', () => {
    const table = buildNameTable([span('a.example', '10.0.0.1', 10, 20)]);

    const known = [9, 10, 20, 21].map((time) => table.namesOf('10.0.0.1', time).length);

    expect(known).to.deep.equal([0, 1, 1, 0]);
    expect(table.addressesOf('A.EXAMPLE.', 15)).to.deep.equal(['10.0.0.1']);
  });

  it('should merge touching spans of a pair and keep others apart', () => {
    const table = buildNameTable([
      span('a.example', '10.0.0.1', 10, 20),
      span('A.example.', '10.0.0.1', 15, 30),
      span('a.example', '10.0.0.1', 40, 50),
      span('a.example', '10.0.0.2', 10, 20),
    ]);

    expect(table.spans).to.deep.equal([
      span('a.example', '10.0.0.1', 10, 30),
      span('a.example', '10.0.0.1', 40, 50),
      span('a.example', '10.0.0.2', 10, 20),
    ]);
  });

  it('should find a long span behind many short ones', () => {
    const short = Array.from({ length: 50 }, (_, at) =>
      span('b.example', '10.0.0.1', 10 * at, 10 * at + 1),
    );
    const table = buildNameTable([span('a.example', '10.0.0.1', 0, 1000), ...short]);

    expect(table.namesOf('10.0.0.1', 490)).to.deep.equal(['a.example', 'b.example']);
    expect(table.namesOf('10.0.0.1', 499)).to.deep.equal(['a.example']);
  });
});

function span(fqdn: string, address: string, validFromUs: number, validToUs: number): NameSpan {
  return { fqdn, address, validFromUs, validToUs };
}
