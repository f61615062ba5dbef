import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { loadScenario } from '../../../scenarios/load-scenario.ts';
import { scenarioJsonSchema } from '../../../scenarios/scenario.ts';

const FOLDER = new URL('../../../scenarios/', import.meta.url).pathname;

describe('shipped scenarios', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

  for (const file of files.sort()) {
    it(`should load ${file} under its own name`, () => {
      const scenario = loadScenario(`${FOLDER}${file}`, { environment: { ENTWINE_DATA: '/data' } });

      expect(`${scenario.name}.yaml`).to.equal(file);
    });
  }

  it('should cover the kinds of subjects', () => {
    const kinds = files.map(
      (file) =>
        loadScenario(`${FOLDER}${file}`, { environment: { ENTWINE_DATA: '/data' } }).subject.kind,
    );

    expect(kinds).to.include.members(['host', 'source_ip', 'destination_ip', 'ip_pair', 'process']);
  });
});

describe('scenarioJsonSchema', () => {
  it('should describe every key and allow no other', () => {
    const undescribed = keysWithout(scenarioJsonSchema(), '');

    expect(undescribed).to.deep.equal([]);
    expect(scenarioJsonSchema()).to.include({ additionalProperties: false });
  });

  function keysWithout(node: unknown, path: string): readonly string[] {
    if (typeof node !== 'object' || node === null) return [];
    const properties = Reflect.get(node, 'properties');
    const own = Object.entries(properties ?? {}).flatMap(([key, child]) =>
      typeof Reflect.get(child as object, 'description') === 'string' ? [] : [`${path}.${key}`],
    );
    const below = Object.entries(node).flatMap(([key, child]) =>
      key === 'default' ? [] : keysWithout(child, `${path}.${key}`),
    );
    return [...own, ...below];
  }
});
