import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ENGINE_NAMES } from '../../../engine/core/engine-name.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { expandSource } from '../../../scenarios/expand-source.ts';
import { type LoadScenarioOptions, loadScenario } from '../../../scenarios/load-scenario.ts';

const MINIMAL =
  'name: tiny\nsources:\n  flows: { path: flows.csv }\nsubject: { kind: source_ip }\n';

interface Problem {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly remedy: string;
}

describe('loadScenario', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'entwine scenario '));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('should fill in every default of a minimal scenario', () => {
    const scenario = load(MINIMAL);

    expect(scenario.seed).to.equal(42);
    expect(scenario.subject).to.deep.equal({ kind: 'source_ip', segmentUs: null, internal: [] });
    expect(scenario.ingest).to.deep.equal({ maxBad: 0.001 });
    expect(scenario.link).to.deep.equal({ windowUs: 2_000_000, relaxed: true, fqdnTime: false });
    expect(scenario.model.k).to.equal(5);
    expect(scenario.model.public.values).to.deep.equal({});
    expect(scenario.generate.subjects).to.equal(null);
    expect(scenario.storage).to.deep.equal({ url: null });
    expect(scenario.report.gates).to.deep.equal([]);
    expect(scenario.sources.flows).to.deep.include({ kind: 'flows', path: ['flows.csv'] });
  });

  it('should train a network on any engine, for half an hour, without a budget, unless told', () => {
    expect(load(MINIMAL).model).to.deep.include({
      engine: 'auto',
      maxMinutes: 30,
      maxEpochs: 60,
      privacy: null,
      text: 'auto',
    });
    const told = 'model: { family: argn, privacy: { epsilon: 8 }, engine: "tensorflow:wasm" }';

    expect(load(`${MINIMAL}${told}\n`).model).to.deep.include({
      engine: 'tensorflow:wasm',
      privacy: { epsilon: 8, delta: 1e-5 },
    });
  });

  it('should say what to write where training is not of its form', () => {
    const found = problems(
      `${MINIMAL}model: { engine: onyx, maxMinutes: 0, maxEpochs: 0.5, text: lm, privacy: { epsilon: 0, delta: 1 } }\n`,
    );

    expect(found.map(({ path, remedy }) => [path, remedy])).to.deep.equal([
      ['model.engine', `did you mean "onnx"? use one of ${ENGINE_NAMES.join(', ')}`],
      ['model.maxMinutes', 'expected more than 0'],
      ['model.maxEpochs', 'expected a whole number'],
      ['model.text', 'use one of auto, templates, language'],
      ['model.privacy.epsilon', 'expected more than 0'],
      ['model.privacy.delta', 'expected less than 1'],
    ]);
  });

  it('should let gates look at any part that is written', () => {
    const gates =
      '{ metric: rows.flows.synthetic, atLeast: 1, atMost: 1 }, { metric: links.rate.value, atLeast: 1 }';
    const { report } = load(`name: t\nsimulate: {}\nreport: { chapters: [], gates: [${gates}] }\n`);

    expect(report.gates).to.have.length(2);
  });

  it('should read spans of time as integer microseconds', () => {
    const scenario = load('name: t\nsubject: { segment: 1.5m }\nsimulate: { hosts: 2 }\n');

    expect(scenario.subject.segmentUs).to.equal(90_000_000);
  });

  it('should read what generation is asked for', () => {
    const { generate, model } = load(
      `${MINIMAL}generate:
  fix: { flows.label: botnet, flows.src_packets: { from: 1, to: 9 }, flows.state: [SF, null] }
  rebalance: { flows.service: { dns: 0.3, "true": 0.1 } }
  temperature: { flows: 0.5 }
  start: 2027-01-01T00:00:00Z
  horizon: 7d
  scale: 10
model: { leaf: 20, encoders: { flows.src_bytes: exact } }
`,
    );

    expect(generate).to.deep.include({
      fix: {
        'flows.label': 'botnet',
        'flows.src_packets': { from: 1, to: 9 },
        'flows.state': ['SF', null],
      },
      rebalance: { 'flows.service': { dns: 0.3, true: 0.1 } },
      temperature: { flows: 0.5 },
      start: { atUs: Date.UTC(2027, 0, 1) * 1000 },
      horizon: 7 * 86_400_000_000,
      scale: 10,
      seedRows: null,
      includeSeed: false,
    });
    expect(model).to.deep.include({
      leaf: 20,
      encoders: { 'flows.src_bytes': 'exact' },
      from: null,
      replayShare: 1,
    });
  });

  it('should tell where a wish for generation is not of its form', () => {
    const found = problems(
      `${MINIMAL}generate:
  fix: { label: botnet }
  rebalance: { flows.label: { botnet: 0.7, scan: 0.7 } }
  temperature: 0
  start: tomorrow
  horizon: 7
  seedRows: nowhere
model: { from: nowhere, encoders: { flows.src_bytes: bins } }
`,
    );

    expect(found.map(({ path }) => path)).to.include.members([
      'generate.fix.label',
      'generate.rebalance.flows.label',
      'generate.temperature',
      'generate.start',
      'generate.horizon',
      'model.encoders.flows.src_bytes',
    ]);
    expect(problems(`${MINIMAL}generate: { seedRows: nowhere }\n`)[0]).to.include({
      path: 'generate.seedRows',
    });
    expect(problems(`${MINIMAL}model: { from: nowhere }\n`)[0]).to.include({ path: 'model.from' });
  });

  it('should find folders relative to the scenario', () => {
    mkdirSync(join(folder, 'old'));

    expect(load(`${MINIMAL}model: { from: old }\n`).model.from).to.equal(join(folder, 'old'));
  });

  it('should tell all problems at once, each at its line and column', () => {
    const found = problems(
      'name: Bad Name\nsead: 3\nsources:\n  flows:\n    path: x\n    format: zeek-con-tsv\nmodel: { k: 1 }\n',
    );

    expect(found.map(({ line, column, path }) => [line, column, path])).to.deep.equal([
      [1, 7, 'name'],
      [2, 1, 'sead'],
      [6, 13, 'sources.flows.format'],
      [7, 13, 'model.k'],
    ]);
  });

  it('should name the file, the place, the value and the remedy in one line', () => {
    const text = 'name: t\nsources:\n  flows:\n    path: x\n    format: zeek-con-tsv\n';

    const error = refusal(text);

    expect(error.message).to.match(
      /^.*scenario\.yaml:5:13: sources\.flows\.format: unknown word: "zeek-con-tsv"; did you mean "zeek-conn-tsv"\? use one of auto, /,
    );
    expect(error.exitCode).to.equal(2);
  });

  const mistakes: readonly (readonly [string, string, string])[] = [
    ['a mistyped section', 'modle: {}', 'did you mean "model"?'],
    ['a mistyped key of a section', 'model: { famly: auto }', 'did you mean "family"?'],
    ['a mistyped key of a source', 'sources: { flows: { pth: x } }', 'did you mean "path"?'],
    ['a mistyped word', 'subject: { kind: source-ip }', 'did you mean "source_ip"?'],
    [
      'a mistyped gate',
      'report: { gates: [{ metric: overal.accuracy, atLeast: 1 }] }',
      'did you mean "overall"?',
    ],
    [
      'a gate on an unknown part',
      'report: { gates: [{ metric: accuracy, atLeast: 1 }] }',
      'start with one of overall, rows, tables, ',
    ],
    [
      'a mistyped chapter of a gate',
      'report: { gates: [{ metric: scores.privcy.overall, atLeast: 1 }] }',
      'did you mean "privacy"?',
    ],
    ['a mistyped source', 'sources: { flow: { path: x } }', 'did you mean "flows"?'],
  ];
  for (const [what, line, advice] of mistakes) {
    it(`should say what ${what} may have meant`, () => {
      const remedies = problems(`name: t\n${line}\n`).map(({ remedy }) => remedy);

      expect(remedies.join('\n')).to.include(advice);
    });
  }

  const contradictions: readonly (readonly [string, string, string])[] = [
    ['sources beside simulate', 'simulate: {}\nsources: { flows: { path: x } }', 'simulate'],
    ['neither sources nor simulate', 'seed: 1', 'sources'],
    ['names alone', 'sources: { dns: { path: x } }', 'sources'],
    [
      'processes without events',
      'subject: { kind: process }\nsources: { flows: { path: x } }',
      'subject.kind',
    ],
    [
      'a format of another kind',
      'sources: { flows: { path: x, format: sysmon-xml } }',
      'sources.flows.format',
    ],
    [
      'a csv without columns',
      'sources: { flows: { path: x, format: csv } }',
      'sources.flows.columns',
    ],
    [
      'segments of processes',
      'subject: { kind: process, segment: 1s }\nsources: { events: { path: x } }',
      'subject.segment',
    ],
    [
      'a privacy budget of trees',
      'simulate: {}\nmodel: { family: trees, privacy: { epsilon: 8 } }',
      'model.family',
    ],
    [
      'a privacy budget of a Bayesian network',
      'simulate: {}\nmodel: { family: bayes-net, privacy: { epsilon: 8 } }',
      'model.family',
    ],
    [
      'a privacy budget of written texts',
      'simulate: {}\nmodel: { text: language, privacy: { epsilon: 8 } }',
      'model.text',
    ],
    [
      'a gate without a limit',
      'simulate: {}\nreport: { gates: [{ metric: overall.accuracy }] }',
      'report.gates[0]',
    ],
    [
      'a gate that nothing passes',
      'simulate: {}\nreport: { gates: [{ metric: rows.flows, atLeast: 2, atMost: 1 }] }',
      'report.gates[0]',
    ],
    [
      'a gate on a whole part',
      'simulate: {}\nreport: { gates: [{ metric: overall, atLeast: 1 }] }',
      'report.gates[0].metric',
    ],
    [
      'a gate on the scores of a chapter that is left out',
      'simulate: {}\nreport: { chapters: [], gates: [{ metric: scores.text.overall, atLeast: 1 }] }',
      'report.gates[0].metric',
    ],
    [
      'a gate on a figure that a chapter left out writes',
      'simulate: {}\nreport: { chapters: [], gates: [{ metric: tables.a.distances.dcr, atLeast: 1 }] }',
      'report.gates[0].metric',
    ],
    [
      'a chapter that stands twice',
      'simulate: {}\nreport: { chapters: [text, text] }',
      'report.chapters[1]',
    ],
  ];
  for (const [what, text, path] of contradictions) {
    it(`should refuse ${what}`, () => {
      expect(problems(`name: t\n${text}\n`).map((one) => one.path)).to.deep.equal([path]);
    });
  }

  it('should never show a storage address', () => {
    const error = refusal('name: t\nsimulate: {}\nstorage: { url: mysql://u:canary@host/db }\n');

    expect(error.message).to.include('storage.url').and.not.include('canary');
    expect(JSON.stringify(error.details)).not.to.include('canary');
  });

  it('should fill in variables of paths and of the storage address', () => {
    const text =
      'name: t\nsources: { flows: { path: "${DATA}/${DAY:-today}/x.csv" } }\nstorage: { url: "${DB}" }\n';

    const scenario = load(text, { environment: { DATA: '/data', DB: 'postgres://one' } });

    expect(scenario.sources.flows?.path).to.deep.equal(['/data/today/x.csv']);
    expect(scenario.storage.url).to.equal('postgres://one');
  });

  it('should start a relative folder of a variable at the working directory', () => {
    const text = 'name: t\nsources: { flows: { path: "${DATA}/x.csv" } }\n';

    const scenario = load(text, { environment: { DATA: '../data' }, workingDirectory: '/home/me' });

    expect(scenario.sources.flows?.path).to.deep.equal(['/home/data/x.csv']);
  });

  it('should ask for a variable that is not set, where it stands', () => {
    const text = 'name: t\nsources:\n  flows: { path: [a.csv, "${DATA}/x.csv"] }\n';

    const [problem] = problems(text);

    expect(problem).to.include({ line: 3, column: 26, path: 'sources.flows.path[1]' });
    expect(problem?.remedy).to.include('set DATA').and.include('--source flows=PATH');
  });

  it('should refuse a reference that is no variable', () => {
    const paths = problems('name: t\nsources: { flows: { path: "${A B}/${" } }\n');

    expect(paths).to.have.length(2);
  });

  describe('with sources of the command line', () => {
    const LINKED =
      'name: t\nsources:\n  events: { path: "${DATA}/e", format: sysmon-jsonl }\n' +
      '  flows: { path: "${DATA}/f" }\n  dns: { path: "${DATA}/d", optional: true }\n';

    it('should replace the path, keep the format, and start at the working directory', () => {
      const scenario = load(LINKED, {
        sources: { events: ['mine/*.jsonl'] },
        environment: { DATA: '/data' },
        workingDirectory: '/home/me',
      });

      expect(scenario.sources.events).to.deep.include({
        path: ['mine/*.jsonl'],
        format: 'sysmon-jsonl',
        baseDirectory: '/home/me',
      });
      expect(scenario.sources.flows?.path).to.deep.equal(['/data/f']);
    });

    it('should not ask for variables of replaced sources, nor keep optional ones', () => {
      const scenario = load(LINKED, { sources: { events: ['e'], flows: ['f'] } });

      expect(Object.keys(scenario.sources).sort()).to.deep.equal(['events', 'flows']);
    });

    it('should leave out an optional source whose variable is not set', () => {
      const text =
        'name: t\nsources:\n  flows: { path: f }\n  dns: { path: "${D}", optional: true }\n';

      expect(Object.keys(load(text).sources)).to.deep.equal(['flows']);
    });

    it('should open a new source that is named after its kind', () => {
      const scenario = load(MINIMAL, { sources: { dns: ['d.csv'] } });

      expect(scenario.sources.dns).to.deep.include({ kind: 'dns', format: 'auto' });
    });

    it('should put them in place of a simulation', () => {
      const scenario = load('name: t\nsimulate: { hosts: 2 }\n', { sources: { flows: ['f'] } });

      expect(scenario.simulate).to.equal(null);
      expect(Object.keys(scenario.sources)).to.deep.equal(['flows']);
    });

    it('should refuse an unknown name and say what it may have meant', () => {
      expect(() => load(MINIMAL, { sources: { flwos: ['f'] } })).to.throw(
        ScenarioError,
        'did you mean "flows"?',
      );
    });

    it('should expand to files below the working directory', () => {
      mkdirSync(join(folder, 'work'));
      writeFileSync(join(folder, 'work', 'own.csv'), '');

      const scenario = load(MINIMAL, {
        sources: { flows: ['*.csv'] },
        workingDirectory: join(folder, 'work'),
      });

      const own = scenario.sources.flows;
      expect(own && expandSource(own)).to.deep.equal([join(folder, 'work', 'own.csv')]);
    });
  });

  describe('with a file that is none', () => {
    it('should say that it is not there', () => {
      expect(() => loadScenario(join(folder, 'none.yaml'), { environment: {} })).to.throw(
        ScenarioError,
        'no such file',
      );
    });

    it('should refuse a folder, an empty file, a large one and one that is not UTF-8', () => {
      expect(() => loadScenario(folder, { environment: {} })).to.throw(ScenarioError, 'not a file');
      expect(refusal('').message).to.include('empty');
      expect(refusal(`#${'x'.repeat(1024 * 1024)}`).message).to.include('too large');
      expect(refusal(Buffer.from([0x6e, 0xff, 0xfe])).message).to.include('not UTF-8');
      expect(refusal('name: a\0b').message).to.include('not UTF-8');
    });
  });

  function load(text: string | Uint8Array, options: Partial<LoadScenarioOptions> = {}) {
    const file = join(folder, 'scenario.yaml');
    writeFileSync(file, text);
    return loadScenario(file, { environment: {}, ...options });
  }

  function refusal(text: string | Uint8Array): ScenarioError {
    try {
      load(text);
    } catch (error) {
      if (error instanceof ScenarioError) return error;
      throw error;
    }
    throw new Error('the scenario was accepted');
  }

  function problems(text: string): readonly Problem[] {
    return refusal(text).details.problems as readonly Problem[];
  }
});
