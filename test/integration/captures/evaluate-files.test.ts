import { expect } from 'chai';
import { plainTypesOf, readPlainParts } from '../../../engine/cli/plain-files.ts';
import { createRandom } from '../../../engine/core/random.ts';
import { judgePlainParts } from '../../../evaluators/plain-tables/plain-report.ts';
import { type GoldenCase, goldenPath, loadGolden, readGoldenCsv } from '../../support/golden-qa.ts';

const golden = loadGolden();
/** Cases of one row a subject have no draw, but for the pieces of texts. */
const EXACT = 1e-7;
const DRAWN = 2e-3;
/** Our pieces are cut by a rule, the reference's by a vocabulary. */
const PIECES = 3e-2;

describe('evaluate-files on the golden data', function () {
  this.timeout(60_000);
  if (golden === null) {
    it('needs the golden data');
    return;
  }
  for (const [name, one] of Object.entries(golden.cases)) {
    const tolerance = name === 'text' ? PIECES : one.setup === '1:N' ? DRAWN : EXACT;
    it(`should find what the reference finds: ${name}`, async () => {
      const report = await judgeCase(one);

      expect(report.setup).to.equal(one.setup);
      for (const part of ['overall', 'univariate', 'bivariate', 'trivariate'] as const) {
        expectNear(report.accuracy[part], one.accuracy[part], tolerance);
        expectNear(report.max[part], one.accuracy[`${part}_max`], tolerance);
      }
      expectNear(report.accuracy.coherence, one.accuracy.coherence, tolerance);
    });
  }
});

async function judgeCase(one: GoldenCase) {
  const options = optionsOf(one);
  const parts = await readPlainParts(options);
  const random = createRandom(1, 'evaluate-files');
  return judgePlainParts(parts, { types: plainTypesOf(options), random });
}

/** The options of the command line that a user would give for the case. */
function optionsOf(one: GoldenCase) {
  const file = (part: string) => {
    const path = one.files[part];
    return path === undefined ? {} : { [part]: goldenPath(path) };
  };
  const contexts = ['train', 'holdout', 'synthetic'].flatMap((part) => {
    const path = one.files[`${part}_context`];
    return path === undefined ? [] : [goldenPath(path)];
  });
  const columns = Object.keys(readGoldenCsv(one.files.train ?? '')[0] ?? {});
  const kept = one.keep_columns;
  const drop = [
    ...(one.drop_columns ?? []),
    ...(kept === undefined ? [] : columns.filter((name) => !kept.includes(name))),
  ];
  const allTypes = { ...one.types, ...one.context_types };
  const types = Object.entries(allTypes)
    .filter(([name]) => !drop.includes(name))
    .map(([name, type]) => `${name}=${type}`)
    .join(',');
  return {
    ...file('train'),
    ...file('holdout'),
    ...file('synthetic'),
    ...(one.key === undefined ? {} : { key: one.key }),
    ...(one.context_key === undefined ? {} : { 'context-key': one.context_key }),
    context: contexts,
    types,
    drop,
  };
}

function expectNear(
  found: number | null,
  expected: number | null | undefined,
  tolerance: number,
): void {
  if (expected === null || expected === undefined) expect(found).to.equal(null);
  else expect(found).to.be.closeTo(expected, tolerance);
}
