import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Row } from '../../../../engine/core/row.ts';
import { openCanarySearch } from '../../../../evaluators/privacy/canary-search.ts';
import { schema } from './private-world.ts';

const NUMBERS = { src_bytes: 48_211, dst_bytes: 9_173, duration_us: 771_203 };
const CANARIES = [
  { table: 'processes', words: ['qzkvwmtrbxla', 'mvnqoeirutyz'], numbers: {} },
  { table: 'flows', words: ['xkcjvhbgnfmd'], numbers: NUMBERS },
  { table: 'flows', words: [], numbers: { src_bytes: 5, dst_bytes: 5 } },
];

describe('openCanarySearch', () => {
  it('should find nothing in rows that hold nothing', () => {
    expect(search(processRow('C:\\Windows\\notepad.exe'), flowRow({}))).to.deep.equal({
      planted: 3,
      emitted: 0,
      whole: 0,
      words: 3,
      wordsEmitted: 0,
      numbersEmitted: 0,
    });
  });

  it('should find a word in any text, in any case, alone or inside', () => {
    for (const text of [
      'qzkvwmtrbxla',
      'C:\\Users\\QZKVWMTRBXLA\\a.exe',
      'xxqzkvwmtrbxlaxx',
      'a-qzkvwmtrbxla.example',
    ]) {
      expect(search(processRow(text), flowRow({})), text).to.include({
        emitted: 1,
        whole: 0,
        wordsEmitted: 1,
      });
    }
  });

  it('should call a record whole where all of its words came out', () => {
    const row = processRow('C:\\qzkvwmtrbxla.exe', 'run mvnqoeirutyz');

    expect(search(row, flowRow({}))).to.include({ emitted: 1, whole: 1, wordsEmitted: 2 });
  });

  it('should find numbers that stand together in one row, never fewer than three', () => {
    const { duration_us: _, ...two } = NUMBERS;

    expect(search(processRow('a'), flowRow(NUMBERS))).to.include({ emitted: 1, numbersEmitted: 1 });
    expect(search(processRow('a'), flowRow(two))).to.include({ emitted: 0 });
    expect(search(processRow('a'), flowRow({ src_bytes: 5, dst_bytes: 5 }))).to.include({
      emitted: 0,
    });
  });
});

function search(process: Row, flow: Row) {
  const opened = openCanarySearch(CANARIES, schema);
  const tables = new Map([
    ['processes', [process]],
    ['flows', [flow]],
  ]);
  opened.add({ key: 1, row: [1, 'host', 'h', null, null, null, null], tables });
  return opened.found();
}

function processRow(image: string, line = 'run'): Row {
  return [1, 1, null, 0, 0, null, 'h', null, image, null, line, null, null];
}

function flowRow(numbers: Readonly<Record<string, number>>): Row {
  const flows = schema.tables.find(({ name }) => name === 'flows')!;
  return flows.columns.map(({ name }) => numbers[name] ?? null);
}
