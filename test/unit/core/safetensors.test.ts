import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CheckpointMismatchError } from '../../../engine/core/errors.ts';
import { createRandom } from '../../../engine/core/random.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from '../../../engine/core/safetensors.ts';

const FLIPS = 10_000;
const HEADERS = 2000;

const TENSORS = new Map<string, StoredTensor>([
  ['dense.weight', Float32Array.of(1.5, -2, 3e-20)],
  ['10', Int32Array.of(1, -2, 3)],
  ['2', Uint8Array.of(255)],
  ['nothing', new Uint16Array(0)],
  ['__proto__', Float64Array.of(Math.PI)],
  ['label', Uint16Array.of(65535, 0)],
]);

describe('encodeSafetensors', () => {
  it('should keep names, types, values and order', () => {
    const bytes = encodeSafetensors(TENSORS);

    const found = decode(bytes);

    expect([...found]).to.deep.equal([...TENSORS]);
  });

  it('should write a view of a larger buffer as what it shows', () => {
    const view = new Float32Array(Float32Array.of(7, 8, 9).buffer, 4, 1);

    expect(decode(encodeSafetensors(new Map([['a', view]]))).get('a')).to.deep.equal(
      Float32Array.of(8),
    );
  });

  it('should refuse more names than a header may hold', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => [`t${at}`, new Uint8Array(0)] as const);

    expect(() => encodeSafetensors(new Map(many))).to.throw(CheckpointMismatchError, 'header');
  });
});

describe('decodeSafetensors', () => {
  const whole = encodeSafetensors(TENSORS);
  const digest = digestOf(whole);

  it(`should refuse each of ${FLIPS} flipped bits`, () => {
    const random = createRandom(1, 'flips');
    let refused = 0;
    for (let flip = 0; flip < FLIPS; flip += 1) {
      const bytes = whole.slice();
      const bit = flip < bytes.length * 8 ? flip : random.integer(bytes.length * 8);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      refused += outcomeOf(bytes, digest) === 'refused' ? 1 : 0;
    }

    expect(refused).to.equal(FLIPS);
  });

  it('should say which file, and what it found', () => {
    expect(() => decodeSafetensors(whole, { place: 'run/w', digest: 'other' })).to.throw(
      CheckpointMismatchError,
      /^run\/w: not as it was written: SHA-256 [0-9a-f]{64}; remove it and train again$/,
    );
  });

  const entry = (dtype: unknown, shape: unknown, offsets: unknown) => ({
    a: { dtype, shape, data_offsets: offsets },
  });
  const whole4 = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  const faults: readonly (readonly [string, Uint8Array])[] = [
    ['no header', new Uint8Array(4)],
    ['a header past the end', file('{}', { length: 3 })],
    ['a header of 1 MiB and a byte', file('{}'.padEnd(1024 * 1024 + 1))],
    ['a header of 2^63 bytes', file('{}', { length: 2 ** 63 })],
    ['no JSON', file('{')],
    ['a header that is no object', file('[]')],
    ['a header that is nothing', file('null')],
    ['an entry that is nothing', fileOf({ a: null })],
    ['an entry that is text', fileOf({ a: 'F32' })],
    ['an unknown type', fileOf(entry('BOOL', [4], [0, 4]), 4)],
    ['a type of every object', fileOf(entry('toString', [4], [0, 4]), 4)],
    ['a type that is no text', fileOf(entry(['F32'], [1], [0, 4]), 4)],
    ['a shape of two dimensions', fileOf(entry('F32', [1, 1], [0, 4]), 4)],
    ['a shape that is a number', fileOf(entry('F32', 1, [0, 4]), 4)],
    ['a shape of less than nothing', fileOf(entry('F32', [-1], [4, 0]), 4)],
    ['a shape that does not fit its bytes', fileOf(entry('F32', [2], [0, 4]), 4)],
    ['a shape of a broken number', fileOf(entry('U8', [0.5], [0, 0.5]), 0)],
    ['offsets that are none', fileOf(entry('F32', [1], null), 4)],
    ['a gap before the first', fileOf(entry('F32', [1], [1, 5]), 5)],
    ['an end past the data', fileOf(entry('F32', [1], [0, 4]), 3)],
    ['an overlap', fileOf({ a: whole4, b: { ...whole4, data_offsets: [3, 7] } }, 7)],
    ['one place twice', fileOf({ a: whole4, b: whole4 }, 4)],
    ['a trailing byte', fileOf({ a: whole4 }, 5)],
    ['data without a tensor', fileOf({}, 1)],
  ];
  for (const [what, bytes] of faults) {
    it(`should refuse ${what} although the digest is right`, () => {
      expect(outcomeOf(bytes, digestOf(bytes))).to.equal('refused');
    });
  }

  it(`should read or refuse ${HEADERS} damaged headers, and fail at none`, () => {
    const random = createRandom(2, 'headers');
    const headerLength = Number(Buffer.from(whole).readBigUInt64LE(0));
    const outcomes = Array.from({ length: HEADERS }, () => {
      const bytes = whole.slice();
      for (let change = random.integer(4); change >= 0; change -= 1) {
        bytes[random.integer(8 + headerLength)] = random.integer(256);
      }
      return outcomeOf(bytes, digestOf(bytes));
    });

    expect(outcomes).to.include('refused').and.not.include('failed');
  });

  it('should read or refuse files whose every part was drawn, and fail at none', () => {
    const random = createRandom(3, 'drawn headers');
    const outcomes = Array.from({ length: HEADERS }, () => {
      const bytes = fileOf(drawValue(0), random.integer(12));
      return outcomeOf(bytes, digestOf(bytes));
    });

    expect(outcomes).to.include('refused').and.not.include('failed');

    function drawValue(depth: number): unknown {
      const scalars = [null, true, 0, -1, 4, 8, 0.5, 1e308, '', 'F32', 'I32', '__proto__', [0, 4]];
      const kind = depth > 3 ? 0 : random.integer(4);
      if (kind === 0) return scalars[random.integer(scalars.length)];
      if (kind === 1) return Array.from({ length: random.integer(3) }, () => drawValue(depth + 1));
      const keys = ['a', '7', '__proto__', 'dtype', 'shape', 'data_offsets'];
      const drawn = keys.filter(() => random.next() < 0.6);
      return Object.fromEntries(drawn.map((key) => [key, drawValue(depth + 1)]));
    }
  });
});

function decode(bytes: Uint8Array) {
  return decodeSafetensors(bytes, { place: 'test', digest: digestOf(bytes) });
}

function outcomeOf(bytes: Uint8Array, digest: string): 'read' | 'refused' | 'failed' {
  try {
    decodeSafetensors(bytes, { place: 'test', digest });
    return 'read';
  } catch (error) {
    return error instanceof CheckpointMismatchError ? 'refused' : 'failed';
  }
}

function fileOf(header: unknown, bytes = 0): Uint8Array {
  return file(JSON.stringify(header), { bytes });
}

function file(header: string, { bytes = 0, length = header.length } = {}): Uint8Array {
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(length), 0);
  return Buffer.concat([prefix, Buffer.from(header), Buffer.alloc(bytes)]);
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
