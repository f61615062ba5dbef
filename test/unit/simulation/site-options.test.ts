import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../engine/core/errors.ts';
import {
  completeSiteOptions,
  SITE_DEFAULTS,
  SITE_OPTION_NAMES,
  type SiteOptions,
} from '../../../engine/simulation/site-options.ts';

describe('completeSiteOptions', () => {
  it('should keep the defaults of what is not given', () => {
    const options = completeSiteOptions({ hosts: 3 });

    expect(options).to.deep.equal({ ...SITE_DEFAULTS, hosts: 3 });
    expect(SITE_OPTION_NAMES).to.include.members(['seed', 'natHosts', 'clockOffsets']);
  });

  const nonsense: readonly [string, unknown][] = [
    ['hosts', 0],
    ['hosts', 2.5],
    ['servers', '4'],
    ['hours', Number.NaN],
    ['hours', -1],
    ['lossShare', 1.01],
    ['startUs', 1.5],
    ['clockOffsets', [1, 'two']],
    ['clockOffsets', 3],
    ['domain', 'harbour.com'],
    ['domain', 'example'],
    ['printers', 2],
  ];
  for (const [key, value] of nonsense) {
    it(`should refuse ${key}: ${JSON.stringify(value)}`, () => {
      const given = { [key]: value } as Partial<SiteOptions>;

      expect(() => completeSiteOptions(given))
        .to.throw(ScenarioError)
        .with.nested.property('details.key', key);
    });
  }
});
