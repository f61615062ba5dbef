import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { identityRecovery } from '../../../../evaluators/privacy/identity-recovery.ts';
import type { SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { schema, sidesOf } from './private-world.ts';

const options = { k: 3, random: createRandom(1, 'identities') };

describe('identityRecovery', () => {
  const training = users(40, (at) => `t${at}`);
  const holdout = users(60, (at) => `h${at}`);

  it('should count rare identities of training that stand in the release', () => {
    const released = users(40, (at) => (at < 10 ? `t${at}` : `new${at}`));

    expect(identityRecovery(sidesOf(training, holdout, released), options)).to.deep.equal({
      training: { rare: 40, recovered: 10 },
      strangers: { rare: 30, recovered: 0 },
    });
  });

  it('should leave out what k subjects share and what strangers hold, too', () => {
    const shared = users(40, (at) => (at < 3 ? 'everybody' : at < 6 ? `h${at}` : `t${at}`));
    const released = users(40, (at) => (at % 2 === 0 ? 'everybody' : `h${at % 6}`));

    expect(identityRecovery(sidesOf(shared, holdout, released), options).training).to.deep.equal({
      rare: 34,
      recovered: 0,
    });
  });

  it('should refuse parts with hardly any rare identity', () => {
    const few = users(5, (at) => `t${at}`);

    expect(() => identityRecovery(sidesOf(few, holdout, training), options)).to.throw(
      IncomputableMetricError,
      'training',
    );
  });
});

/** Subjects of one process each, run by a user. */
function users(count: number, name: (at: number) => string): SubjectSample {
  const subjects = Array.from({ length: count }, (_, at) => {
    const row = [at, 1, null, 0, 0, null, null, null, null, null, null, name(at), null];
    const root = [at, 'host', null, null, null, null, null];
    return { key: at, row: root, tables: new Map([['processes', [row]]]) };
  });
  return { schema, subjects, share: 1 };
}
