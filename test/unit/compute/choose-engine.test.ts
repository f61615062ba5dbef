import { expect } from 'chai';
import {
  chooseEngine,
  type EngineFinding,
  enginesFor,
  type FoundEngines,
  type LoadableEngine,
} from '../../../engine/compute/choose-engine.ts';
import { ENGINE_NAMES, type EngineName } from '../../../engine/core/engine-name.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';

const LOADABLE = ENGINE_NAMES.filter(
  (name): name is LoadableEngine => name !== 'auto' && name !== 'tensorflow',
);

describe('chooseEngine', () => {
  const cases: readonly [EngineName, readonly LoadableEngine[], LoadableEngine][] = [
    ['auto', LOADABLE, 'tensorflow:node-gpu'],
    ['auto', ['tensorflow:cpu', 'tensorflow:wasm', 'tensorflow:node', 'onnx'], 'onnx'],
    ['auto', ['tensorflow:cpu', 'tensorflow:wasm', 'tensorflow:node'], 'tensorflow:node'],
    ['auto', ['tensorflow:cpu', 'tensorflow:wasm'], 'tensorflow:wasm'],
    ['auto', ['tensorflow:cpu'], 'tensorflow:cpu'],
    ['tensorflow', ['onnx', 'tensorflow:cpu', 'tensorflow:wasm'], 'tensorflow:wasm'],
    ['onnx', LOADABLE, 'onnx'],
    ['tensorflow:cpu', LOADABLE, 'tensorflow:cpu'],
  ];
  for (const [wanted, there, taken] of cases) {
    it(`should take ${taken} for ${wanted} where there is ${there.join(', ')}`, () => {
      const { engine } = chooseEngine(wanted, only(there));

      expect(engine.name).to.equal(taken);
    });
  }

  it('should say why', () => {
    expect(chooseEngine('auto', only(['tensorflow:node-gpu'])).reason).to.contain('CUDA');
    expect(chooseEngine('onnx', only(['onnx'])).reason).to.contain('by name');
  });

  for (const wanted of LOADABLE) {
    it(`should refuse ${wanted} where all but it is there, with its reason and a remedy`, () => {
      const found = only(LOADABLE.filter((name) => name !== wanted));

      expect(() => chooseEngine(wanted, found))
        .to.throw(ScenarioError, `lost ${wanted}); `)
        .with.deep.property('details', { wanted });
    });
  }

  it('should refuse to go on without any engine', () => {
    expect(() => chooseEngine('auto', only([]))).to.throw(ScenarioError, 'lost onnx');
    expect(() => chooseEngine('tensorflow', {})).to.throw(ScenarioError, 'not looked for');
  });
});

describe('enginesFor', () => {
  it('should look for every engine with auto, and for one by its name', () => {
    expect([...enginesFor('auto')].sort()).to.deep.equal([...LOADABLE].sort());
    expect(enginesFor('tensorflow:wasm')).to.deep.equal(['tensorflow:wasm']);
    expect(enginesFor('tensorflow')).not.to.include('onnx');
  });
});

/** These engines are there, the others are lost. */
function only(there: readonly LoadableEngine[]): FoundEngines {
  const finding = (name: LoadableEngine): EngineFinding =>
    there.includes(name)
      ? { engine: { name, open: () => Promise.reject(new Error('not to be opened')) } }
      : { reason: `lost ${name}` };
  return Object.fromEntries(LOADABLE.map((name) => [name, finding(name)]));
}
