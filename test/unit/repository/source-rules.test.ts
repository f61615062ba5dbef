import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { globSync } from 'tinyglobby';

const ROOT = new URL('../../../', import.meta.url).pathname;
const LONGEST = 300;

/** What may not stand in code, where it may nevertheless, and why it may not elsewhere. */
const RULES: readonly (readonly [string, RegExp, RegExp | null])[] = [
  [
    'randomness without a seed',
    /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/,
    /^engine\/cli\/noise-key\.ts$/,
  ],
  ['an order that depends on the locale', /\.localeCompare\(|\bIntl\.|\.toLocale\w*\(/, null],
  [
    'local time',
    /\.(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\(/,
    null,
  ],
  ['the present', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, /^engine\/cli\//],
  ['the environment', /\bprocess\.env\b/, /^engine\/cli\//],
  ['an exit', /\bprocess\.(exit\(|exitCode)/, /^engine\/cli\//],
  ['output', /\bconsole\.\w+\(|\bprocess\.std(out|err)\b/, /^engine\/cli\//],
  ['a note to finish later', /\b(TODO|FIXME|XXX|HACK)\b/, null],
  ['a switched-off compiler', /@ts-(ignore|nocheck|expect-error)/, null],
];

const SOURCES = globSync('{engine,linkers,evaluators,migrations,scenarios}/**/*.ts', { cwd: ROOT })
  .sort()
  .map((file) => ({ file, lines: readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n') }));

describe('sources', () => {
  it('should be found', () => {
    expect(SOURCES).to.have.length.above(50);
  });

  for (const [what, pattern, allowed] of RULES) {
    it(`should not hold ${what}${allowed ? ', but in the command line' : ''}`, () => {
      const found = SOURCES.filter(({ file }) => !allowed?.test(file)).flatMap(({ file, lines }) =>
        lines.flatMap((line, index) =>
          pattern.test(withoutComment(line)) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        ),
      );

      expect(found).to.deep.equal([]);
    });
  }

  it(`should stay within ${LONGEST} lines a file`, () => {
    const long = SOURCES.filter(({ lines }) => lines.length > LONGEST).map(({ file }) => file);

    expect(long).to.deep.equal([]);
  });

  it('should bear the name of an idea', () => {
    const nameless = /^(utils?|common|helpers?|types|misc|shared|constants)\.ts$/;

    const found = SOURCES.map(({ file }) => file).filter((file) => nameless.test(basename(file)));

    expect(found).to.deep.equal([]);
  });
});

/** Rules are about code; a sentence about the locale is none. */
function withoutComment(line: string): string {
  const prose = /^\s*(\*|\/\*|\/\/)/.test(line) && !/TODO|FIXME|XXX|HACK|@ts-/.test(line);
  return prose ? '' : line;
}
