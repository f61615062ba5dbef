import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CheckpointMismatchError } from '../../../engine/core/errors.ts';
import { createRandom } from '../../../engine/core/random.ts';
import type { CodeSpace, RecordCodes, VariableSpec } from '../../../engine/models/code-space.ts';
import { familyNamed } from '../../../engine/models/families.ts';
import type { Frame } from '../../../engine/models/frame.ts';
import { loadModel, trainModel } from '../../../engine/models/mixed-model.ts';
import type {
  ModelOptions,
  SavedModel,
  SequenceModel,
} from '../../../engine/models/sequence-model.ts';

const HOSTS = 400;
const ROWS = 3;
const MIXTURE = ['trees', 'bayes-net'] as const;
const variable = (name: string, given = false): VariableSpec => ({
  name,
  cardinality: 6,
  given,
  anchor: -1,
  guarded: true,
  guard: true,
});
const SPACE: CodeSpace = [
  {
    name: 'hosts',
    variables: [variable('site'), variable('role')],
    views: [{ name: 'self', record: 0, from: 0 }],
  },
  {
    name: 'flows',
    variables: [variable('slot', true), variable('port'), variable('state')],
    views: [
      { name: 'self', record: 1, from: 0 },
      { name: 'owner', record: 0, from: 0 },
    ],
  },
];

describe('trainModel', () => {
  it('should weigh each record as its family does that learned it alone', async () => {
    const { family, model } = await train(MIXTURE);
    const [grown, counted] = await Promise.all(MIXTURE.map((name) => alone(name)));

    expect(family).to.equal('mixed');
    expect(weights(model, 0)).to.deep.equal(weights(grown!, 0));
    expect(weights(model, 1)).to.deep.equal(weights(counted!, 1));
    expect(weights(model, 1)).to.not.deep.equal(weights(grown!, 1));
  });

  it("should allow what each record's family allows", async () => {
    const { model } = await train(MIXTURE);
    const counted = await alone('bayes-net');

    const allowed = (one: SequenceModel) =>
      [0, 1, 2, 3, 4, 5].map((code) => one.allows(1, 2, frameOf([2, 3, 0], [2, 3]), code));

    expect(allowed(model)).to.deep.equal(allowed(counted)).and.include(true).and.include(false);
  });

  it('should train one family as if there were no others', async () => {
    const { family, model } = await train(['trees', 'trees']);

    expect(family).to.equal('trees');
    expect(digest(model.save())).to.equal(digest((await alone('trees')).save()));
  });

  it('should tell how much is done, to the end', async () => {
    const shares: number[] = [];

    await train(MIXTURE, (share) => shares.push(share));

    expect(shares).to.deep.equal([...shares].sort((one, other) => one - other));
    expect(shares.at(-1)).to.be.closeTo(1, 1e-9);
  });
});

describe('loadModel', () => {
  it('should draw and save the same after it was saved and loaded', async () => {
    const { family, model } = await train(MIXTURE);

    const again = loadModel(family, SPACE, reopened(model.save()));

    expect(drawn(again)).to.deep.equal(drawn(model));
    expect(digest(again.save())).to.equal(digest(model.save()));
  });

  it('should keep the tensors of each family under its name', async () => {
    const { model } = await train(MIXTURE);

    const names = [...model.save().tensors.keys()];

    expect(new Set(names.map((name) => name.split('/')[0]))).to.deep.equal(new Set(MIXTURE));
  });

  it('should refuse a record that does not fit', async () => {
    const { model } = await train(MIXTURE);
    const { record, tensors } = reopened(model.save());
    const { families, parts } = record as { families: string[]; parts: Record<string, unknown> };
    const broken = [
      null,
      { parts },
      { families: ['trees'], parts },
      { families: ['trees', 'stan'], parts },
      { families: ['trees', 'trees'], parts },
      { families: ['bayes-net', 'trees'], parts },
      { families, parts: { trees: parts.trees } },
      { families, parts: null },
    ];

    for (const [at, one] of broken.entries()) {
      const open = () => loadModel('mixed', SPACE, { record: one, tensors });
      expect(open, `case ${at}`).to.throw(CheckpointMismatchError);
    }
  });
});

function train(families: readonly string[], onProgress: ModelOptions['onProgress'] = () => {}) {
  return trainModel({ space: SPACE, data: codesOf(), families, options: options(onProgress) });
}

function alone(name: string): Promise<SequenceModel> {
  return familyNamed(name).train(SPACE, codesOf(), options());
}

function options(onProgress: ModelOptions['onProgress'] = () => {}): ModelOptions {
  return { seed: 1, leastRows: 10, leastSubjects: 2, workers: 1, onProgress };
}

/** Roles go with sites, ports with roles, and states with ports. */
function codesOf(): RecordCodes[] {
  const random = createRandom(1);
  const near = (code: number) => (random.next() < 0.8 ? code : 2 + random.integer(4));
  const sites = Uint16Array.from({ length: HOSTS }, () => 2 + random.integer(4));
  const roles = sites.map((site) => near(site));
  const owners = Int32Array.from({ length: HOSTS * ROWS }, (_, row) => Math.floor(row / ROWS));
  const ports = Uint16Array.from(owners, (host) => near(roles[host]!));
  const states = ports.map((port) => (port === 3 ? 2 : near(port)));
  const slots = ports.map(() => 2);
  const subjects = Int32Array.from({ length: HOSTS }, (_, host) => host);
  return [
    { rows: HOSTS, subjects, codes: [sites, roles], views: [new Int32Array(0)] },
    {
      rows: owners.length,
      subjects: owners,
      codes: [slots, ports, states],
      views: [new Int32Array(0), owners],
    },
  ];
}

/** A row and the host that it shows, after the zeros. */
function frameOf(row: readonly number[], host: readonly number[]): Frame {
  return {
    codes: Int32Array.of(0, 0, 0, ...row, ...host),
    at: Int32Array.of(3, 3 + row.length),
    epoch: 0,
  };
}

/** The last variable's law in every context. */
function weights(model: SequenceModel, record: number): number[][] {
  return [2, 3, 4, 5].map((code) => {
    const into = new Float64Array(6);
    const frame = record === 0 ? frameOf([code, 0], []) : frameOf([2, code, 0], [code, code]);
    model.weigh(record, record + 1, frame, into);
    return [...into];
  });
}

function drawn(model: SequenceModel): number[] {
  const random = createRandom(5);
  return Array.from({ length: 200 }, (_, at) => {
    const code = 2 + (at % 4);
    return at % 2 === 0
      ? model.draw(0, 1, frameOf([code, 0], []), random)
      : model.draw(1, 2, frameOf([2, code, 0], [code, 3]), random);
  });
}

function digest(saved: SavedModel): string {
  return JSON.stringify([saved.record, [...saved.tensors].map(([name, one]) => [name, [...one]])]);
}

function reopened(saved: SavedModel): SavedModel {
  return { ...saved, record: JSON.parse(JSON.stringify(saved.record)) };
}
