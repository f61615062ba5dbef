import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { ScenarioError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import type { GenerationRequest } from '../../../engine/pipeline/plan-generation.ts';
import { adjustmentsOf, type SteeringRequest } from '../../../engine/pipeline/steering.ts';
import { settleShares } from '../../../engine/pipeline/steering-pilot.ts';
import type { Generator } from '../../../engine/pipeline/train.ts';
import { columnIndex } from '../../../engine/schema/table-schema.ts';
import { flowWorld } from '../../support/flow-world.ts';
import { generateAll, HOOKS, train } from '../../support/generate-all.ts';

const LABEL = 17;

describe('steered generation', () => {
  let generator: Generator;

  before(async () => {
    generator = await train(flowWorld({ hosts: 60 }), { seed: 1 });
  });

  it('should fix a category in every row of its table', () => {
    const rows = draw({ fix: { 'flows.label': 'botnet', 'flows.state': ['S0'] } });

    expect(new Set(cells(rows, 'flows.label'))).to.deep.equal(new Set(['botnet']));
    expect(new Set(cells(rows, 'flows.state'))).to.deep.equal(new Set(['S0']));
  });

  it('should fix a cell to be missing', () => {
    const rows = draw({ fix: { 'flows.tcp_flags': null } });

    expect(new Set(cells(rows, 'flows.tcp_flags'))).to.deep.equal(new Set([null]));
  });

  it('should leave no cell of an imputed column missing', async () => {
    const own = await train(flowWorld({ hosts: 60, rejected: null }), { seed: 1 });
    const states = (request: SteeringRequest) =>
      new Set(cells(generateAll(own, { seed: 5, subjects: 30, ...request }), 'flows.state'));

    expect(states({})).to.deep.equal(new Set(['SF', null]));
    expect(states({ impute: ['flows.state'] })).to.deep.equal(new Set(['SF']));
  });

  it('should refuse to impute what follows from others', () => {
    const wanted = () => draw({ impute: ['flows.start_us'] });

    expect(wanted).to.throw(ScenarioError, 'not drawn by itself');
  });

  it('should keep numbers within a range', () => {
    const rows = draw({ fix: { 'flows.src_packets': { from: 2, to: 3 } } });

    expect(new Set(cells(rows, 'flows.src_packets'))).to.deep.equal(new Set([2, 3]));
  });

  it("should fix where a subject's own address lies", () => {
    const rows = draw({ fix: { 'subjects.address': 'external4' } });

    for (const address of cells(rows, 'subjects.address')) {
      expect(String(address)).to.not.match(/^(10\.|192\.168\.|172\.)/);
    }
  });

  it('should meet the wanted shares of a rare value, the others in their proportions', () => {
    const before = sharesOf(cells(draw({ subjects: 120 }), 'flows.label'));
    const request = { seed: 5, subjects: 120, rebalance: { 'flows.label': { botnet: 0.4 } } };

    const labels = cells(generateAll(generator, settled(request)), 'flows.label');

    const after = sharesOf(labels);
    const sigma = Math.sqrt((0.4 * 0.6) / labels.length);
    expect(before.botnet).to.be.below(0.2);
    expect(after.botnet).to.be.closeTo(0.4, 3 * sigma + 0.02);
    expect(after.scan! / after.benign!).to.be.closeTo(before.scan! / before.benign!, 0.15);
  });

  it('should leave out a value whose wanted share is zero', () => {
    const request = { seed: 5, subjects: 40, rebalance: { 'flows.label': { benign: 0 } } };

    const shares = sharesOf(cells(generateAll(generator, settled(request)), 'flows.label'));

    expect(shares.benign ?? 0).to.equal(0);
  });

  it('should give equal bytes at temperature 1, and at any other where a column is not drawn', () => {
    expect(draw({ temperature: 1 })).to.deep.equal(draw({}));
    expect(draw({ temperature: { flows: 1 } })).to.deep.equal(draw({}));
    expect(draw({ temperature: 0.3 })).to.not.deep.equal(draw({}));
  });

  it('should draw less variety at a low temperature', () => {
    const [cold, warm] = [draw({ temperature: { flows: 0.02 } }), draw({})];
    const repeats = (rows: ReadonlyMap<string, readonly Row[]>) =>
      Object.values(sharesOf(cells(rows, 'flows.src_packets'))).reduce((sum, p) => sum + p * p, 0);

    expect(repeats(cold)).to.be.above(repeats(warm));
  });

  it('should give equal rows for equal requests', () => {
    const request = { seed: 9, subjects: 20, rebalance: { 'flows.label': { scan: 0.7 } } };

    const [one, two] = [settled(request), settled(request)];

    expect(one).to.deep.equal(two);
    expect(generateAll(generator, one)).to.deep.equal(generateAll(generator, two));
  });

  it('should refuse what is not there, and name what is', () => {
    const cases: [SteeringRequest, RegExp][] = [
      [{ fix: { 'flow.label': 'scan' } }, /no such table: flow; use one of subjects/],
      [{ fix: { 'flows.lable': 'scan' } }, /no such column: lable; flows has .*label/],
      [{ fix: { 'flows.label': 'worm' } }, /no such value: "worm"; possible: .*botnet/],
      [{ rebalance: { 'flows.label': { worm: 0.5 } } }, /no such value: "worm"/],
      [{ rebalance: { 'flows.label': { scan: 0.7, botnet: 0.7 } } }, /do not fit into a whole/],
      [{ rebalance: { 'endpoints.scope': { internal: 0.5 } } }, /follow from names met/],
      [{ rebalance: { 'flows.src_packets': { '1': 0.7 } } }, /cannot be rebalanced/],
      [{ fix: { 'flows.src_packets': 77 } }, /no value there: 77; possible: 1, 2/],
      [{ fix: { 'flows.src_bytes': 77 } }, /cannot be fixed/],
      [{ fix: { 'flows.protocol': null } }, /cannot be left out/],
      [{ fix: { 'flows.start_us': 77 } }, /not drawn by itself/],
      [{ temperature: 0 }, /no temperature: 0/],
      [{ temperature: { flow: 1 } }, /no such table/],
      [
        { fix: { 'flows.label': 'scan' }, rebalance: { 'flows.label': { scan: 0.5 } } },
        /both fixed and rebalanced/,
      ],
    ];

    for (const [request, message] of cases) {
      expect(() => adjustmentsOf(generator, request), String(message)).to.throw(
        ScenarioError,
        message,
      );
    }
  });

  it('should list no value that may not leave', async () => {
    const world = flowWorld({ hosts: 8 });
    const flows = [...(world.rows.get('flows') ?? [])];
    flows[3] = flows[3]!.map((cell, at) => (at === LABEL ? 'plover-3305' : cell));
    const secret = await train(
      { ...world, rows: new Map([...world.rows, ['flows', flows]]) },
      { seed: 1 },
    );

    const error = refusal(() => adjustmentsOf(secret, { fix: { 'flows.label': 'worm' } }));

    expect(error.message).to.include('benign').and.not.include('plover');
    expect(JSON.stringify(error.details)).to.not.include('plover');
    expect(() => adjustmentsOf(secret, { fix: { 'flows.label': 'plover-3305' } })).to.throw(
      ScenarioError,
    );
  });

  function draw(request: SteeringRequest & { readonly subjects?: number }) {
    return generateAll(generator, { seed: 5, subjects: 30, ...request });
  }

  function settled(request: GenerationRequest): GenerationRequest {
    return settleShares(generator, request, HOOKS);
  }

  function cells(rows: ReadonlyMap<string, readonly Row[]>, name: string): Row[number][] {
    const [table = '', column = ''] = name.split('.');
    const schema = generator.schema.tables.find((one) => one.name === table)!;
    return (rows.get(table) ?? []).map((row) => row[columnIndex(schema, column)] ?? null);
  }

  function refusal(work: () => unknown): ScenarioError {
    try {
      work();
    } catch (error) {
      if (error instanceof ScenarioError) return error;
    }
    throw new Error('nothing was refused');
  }

  function sharesOf(values: readonly Row[number][]): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const one of values) counts[String(one)] = (counts[String(one)] ?? 0) + 1;
    return Object.fromEntries(
      Object.entries(counts).map(([value, count]) => [value, count / values.length]),
    );
  }
});
