import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  embedString,
  STRING_DIMENSIONS,
} from '../../../../evaluators/embeddings/string-embedding.ts';
import { partsOf } from '../../../../evaluators/embeddings/string-parts.ts';

/** Hash places and signs of the six runs of `tcp` with its ends. */
const PLACES_OF_TCP: readonly (readonly number[])[] = [
  [83, 1],
  [91, -1],
  [124, -1],
  [129, -1],
  [133, 1],
  [184, -1],
];

describe('embedString', () => {
  it('should give vectors of length 1, whatever the text but the empty one', () => {
    for (const text of ['a', 'C:\\Windows\\System32\\cmd.exe', 'ü'.repeat(1000)]) {
      const vector = embedString(text);

      expect(vector.length).to.equal(STRING_DIMENSIONS);
      expect(cosine(vector, vector)).to.be.closeTo(1, 1e-12);
    }
    expect(embedString('').every((value) => value === 0)).to.equal(true);
  });

  it('should put alike texts close and others apart', () => {
    const near = likeness('C:\\Windows\\System32\\cmd.exe', 'C:\\Windows\\System32\\net.exe');
    const far = likeness('C:\\Windows\\System32\\cmd.exe', '/usr/local/share/fonts');

    expect(near).to.be.greaterThan(0.6);
    expect(Math.abs(far)).to.be.below(0.3);
    expect(likeness('mail.example.com', 'www.example.com')).to.be.greaterThan(
      likeness('mail.example.com', 'mail.other.org'),
    );
  });

  it('should not tell upper from lower case', () => {
    expect(embedString('Tcp')).to.deep.equal(embedString('tcp'));
  });

  it('should keep its places: what was embedded stays comparable', () => {
    const places = [...embedString('tcp').entries()].filter(([, value]) => value !== 0);

    expect(places.map(([at, value]) => [at, Math.sign(value)])).to.deep.equal(PLACES_OF_TCP);
  });
});

describe('partsOf', () => {
  it('should name directories from the root, file and extension of a path', () => {
    expect(partsOf('c:\\windows\\system32\\cmd.exe')).to.deep.equal([
      'directory c:',
      'directory c:/windows',
      'directory c:/windows/system32',
      'file cmd.exe',
      'extension exe',
    ]);
    expect(partsOf('hklm\\software\\run')).to.include('directory hklm/software');
  });

  it('should name the suffixes of a domain name from the right', () => {
    expect(partsOf('a.example.com')).to.deep.equal([
      'suffix com',
      'suffix com/example',
      'suffix com/example/a',
    ]);
  });

  it('should find no parts in numbers, addresses or words', () => {
    for (const text of ['tcp', '1.2.3.4', 'net use x: \\\\host\\share', '']) {
      expect(partsOf(text)).to.deep.equal([]);
    }
  });
});

function likeness(one: string, other: string): number {
  return cosine(embedString(one), embedString(other));
}

function cosine(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * other[at]!, 0);
}
