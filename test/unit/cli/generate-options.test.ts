import { resolve } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { COMMANDS } from '../../../engine/cli/commands/all-commands.ts';
import {
  checkColumns,
  GENERATE_OPTIONS,
  withGenerateOptions,
} from '../../../engine/cli/generate-options.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { loadScenario } from '../../../scenarios/load-scenario.ts';
import { GENERATE_FIELDS } from '../../../scenarios/steering.ts';

const DEMO = new URL('../../../scenarios/demo.yaml', import.meta.url).pathname;

describe('withGenerateOptions', () => {
  it('should offer every key that says what is made', () => {
    expect(Object.keys(GENERATE_OPTIONS)).to.have.members(Object.keys(GENERATE_FIELDS));
  });

  it('should put what is given over the scenario, and leave the rest', () => {
    const { generate } = put({ subjects: '500', scale: '2.5', horizon: '7d', start: '-30d' });

    expect(generate).to.deep.include({
      subjects: 500,
      scale: 2.5,
      horizon: 7 * 86_400_000_000,
      start: { shiftUs: -30 * 86_400_000_000 },
      shardSize: scenario().generate.shardSize,
    });
  });

  it('should read values as what they are', () => {
    const fix = [
      'flows.label=a=b',
      'flows.src_packets=1..10',
      'flows.tos=0',
      'events.initiated=true',
      'flows.state=null',
      'flows.service=dns',
      'flows.service=http',
      'flows.src_bytes=..9',
    ];

    expect(put({ fix }).generate.fix).to.deep.equal({
      'flows.label': 'a=b',
      'flows.src_packets': { from: 1, to: 10 },
      'flows.tos': 0,
      'events.initiated': true,
      'flows.state': null,
      'flows.service': ['dns', 'http'],
      'flows.src_bytes': { to: 9 },
    });
  });

  it('should gather shares by column', () => {
    const rebalance = ['flows.label:botnet=0.3', 'flows.label:a=b=0.1', 'flows.state:SF=1'];

    expect(put({ rebalance }).generate.rebalance).to.deep.equal({
      'flows.label': { botnet: 0.3, 'a=b': 0.1 },
      'flows.state': { SF: 1 },
    });
  });

  it('should take one temperature, or one by table', () => {
    expect(put({ temperature: ['0.5'] }).generate.temperature).to.equal(0.5);
    expect(put({ temperature: ['flows=0.5', 'events=2'] }).generate.temperature).to.deep.equal({
      flows: 0.5,
      events: 2,
    });
  });

  it('should find the generator to learn on from where the shell stands', () => {
    const { model } = put({ from: 'old/generator', 'replay-share': '0.5' });

    expect(model).to.deep.include({ from: resolve('old/generator'), replayShare: 0.5 });
  });

  it('should put an engine over the one of the scenario', () => {
    expect(put({}).model.engine).to.equal('auto');
    expect(put({ engine: 'tensorflow:wasm' }).model.engine).to.equal('tensorflow:wasm');
    expect(() => put({ engine: 'tensorflow:wsam' })).to.throw(
      ScenarioError,
      /^--engine: no such engine: tensorflow:wsam; did you mean "tensorflow:wasm"\? use one of auto/,
    );
  });

  it('should refuse what is not of its form, and show how it is written', () => {
    const cases = [
      { subjects: '0' },
      { scale: '-1' },
      { horizon: 'soon' },
      { start: 'soon' },
      { fix: ['flows.label'] },
      { fix: ['label=x'] },
      { rebalance: ['flows.label=0.3'] },
      { rebalance: ['flows.label:x=3'] },
      { rebalance: ['flows.label:x=0.7', 'flows.label:y=0.7'] },
      { temperature: ['0'] },
      { temperature: ['warm'] },
    ];

    for (const options of cases) {
      const [name] = Object.keys(options);
      expect(() => put(options), JSON.stringify(options)).to.throw(
        ScenarioError,
        new RegExp(`^--${name}: .+; write .*--${name} `),
      );
    }
    expect(() => put({ 'replay-share': 'x' })).to.throw(ScenarioError, /--replay-share/);
  });
});

describe('verbs that run stages', () => {
  it('should take the wishes of every stage that they run', () => {
    const optionsOf = (verb: string) =>
      Object.keys(COMMANDS.find((one) => one.name === verb)?.options ?? {});

    for (const verb of ['generate', 'evaluate', 'report', 'run']) {
      expect(optionsOf(verb), verb).to.include.members(['from', ...Object.keys(GENERATE_FIELDS)]);
    }
    expect(optionsOf('train')).to.include.members(['from', 'engine']).and.not.include('fix');
    expect(optionsOf('link')).to.not.include('from');
  });
});

describe('checkColumns', () => {
  const schema = telemetrySchema({ events: true, flows: true });

  it('should accept columns that are there', () => {
    const options = {
      fix: ['flows.label=x'],
      rebalance: ['flows.state:SF=1'],
      temperature: ['flows=1'],
    };

    expect(() => checkColumns(put(options), schema)).to.not.throw();
  });

  it('should name what is there where a table or a column is not', () => {
    const cases: [object, RegExp][] = [
      [{ fix: ['flow.label=x'] }, /generate\.fix\.flow\.label: no such table: flow; did you mean/],
      [{ fix: ['flows.lable=x'] }, /no such column: lable; did you mean "label"/],
      [{ rebalance: ['flows.x:y=1'] }, /generate\.rebalance\.flows\.x: no such column/],
      [{ temperature: ['flow=1'] }, /generate\.temperature\.flow: no such table/],
    ];

    for (const [options, message] of cases) {
      expect(() => checkColumns(put(options), schema)).to.throw(ScenarioError, message);
    }
  });
});

function scenario() {
  return loadScenario(DEMO, { environment: {} });
}

function put(options: Readonly<Record<string, string | string[]>> | object) {
  return withGenerateOptions(scenario(), options as Record<string, string | string[]>);
}
