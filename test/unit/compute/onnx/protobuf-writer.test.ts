import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  floatField,
  integerField,
  messageField,
  textField,
} from '../../../../engine/compute/onnx/protobuf-writer.ts';

describe('the fields of protocol buffers', () => {
  // Bytes of the first three: protobuf.dev, "Encoding".
  const cases = [
    ['a number of two bytes', integerField(1, 150), '089601'],
    ['a text', textField(2, 'testing'), '120774657374696e67'],
    ['a message within', messageField(3, [integerField(1, 150)]), '1a03089601'],
    ['a negative number', integerField(1, -1), '08ffffffffffffffffff01'],
    ['a whole number as float', floatField(2, 1), '150000803f'],
    ['a field above 15', integerField(20, 7), 'a00107'],
  ] as const;

  for (const [name, bytes, wanted] of cases) {
    it(`should be written as ${name}`, () => {
      expect(Buffer.from(bytes).toString('hex')).to.equal(wanted);
    });
  }
});
