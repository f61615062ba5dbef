import { adamw } from '../../compute/adamw.ts';
import { GraphBuilder } from '../../compute/build-graph.ts';
import { differentiate } from '../../compute/differentiate.ts';
import type { Node } from '../../compute/graph.ts';
import { makeEntry } from '../../compute/make-entry.ts';
import type { Program } from '../../compute/program.ts';
import { DECAYS, type LanguageShape, SIZES, weightShapes } from './language-sizes.ts';
import type { LanguageWeights } from './language-step.ts';

const ADAMW = { decay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1 };

/**
 * The network with what can be done with it: `train` takes a step of AdamW, `evaluate` gives the
 * summed loss, `logits` the unnormalised logarithms.
 *
 * The law of the next token follows from the last tokens, from histories that decay at fixed rates
 * (Sun et al., Retentive network, 2023, section 2.1, with one state a channel), and from the row.
 *
 * @param initial weights before the first step
 */
export function languageProgram(shape: LanguageShape, initial: LanguageWeights): Program {
  const g = new GraphBuilder();
  const weights = Object.fromEntries(
    Object.entries(weightShapes(shape)).map(([name, size]) => {
      return [name, g.state(name, size, initial.get(name) ?? 0)] as const;
    }),
  );
  const of = (name: string) => weights[name] as Node;
  const logits = g.within('language', () => logitsOf(g, of, shape));
  const { loss, mean } = g.within('loss', () => lossOf(g, logits));
  const names = Object.keys(weights);
  const gradients = differentiate(g, mean, names.map(of));
  const named = Object.fromEntries(names.map((name, at) => [name, gradients[at] as Node]));
  const updates = g.within('adamw', () => adamw(g, named, ADAMW));
  return {
    name: 'language',
    states: g.states,
    entries: {
      train: makeEntry({ loss }, updates),
      evaluate: makeEntry({ loss }),
      logits: makeEntry({ logits }),
    },
  };
}

function logitsOf(g: GraphBuilder, of: (name: string) => Node, shape: LanguageShape): Node {
  const { embedding, hidden, lags } = SIZES;
  const last = Array.from({ length: lags }, (_, lag) => {
    return g.gather(of('tokens'), g.input(`lag${lag}`, ['T', 'B'], 'int32')); // [T, B, E]
  });
  const flat = g.reshape(last[0] as Node, ['T', `${embedding}*B`]); // [T, E*B]
  const histories = DECAYS.map((_, at) => {
    const sums = g.matmul(g.input(`decay${at}`, ['T', 'T']), flat); // [T, E*B]
    return g.reshape(sums, ['T', 'B', embedding]); // [T, B, E]
  });
  const seen = g.concat([...last, ...histories], 2); // [T, B, (lags + histories)*E]
  const width = (lags + DECAYS.length) * embedding;
  const mixed = g.matmul(g.reshape(seen, ['B*T', width]), of('history')); // [B*T, H]
  const row = g.add(
    g.gather(of('templates'), g.input('template', ['B'], 'int32')), // [B, H]
    g.gather(of('deciders'), g.input('decider', ['B'], 'int32')), // [B, H]
  );
  const wide = g.reshape(g.add(g.reshape(mixed, ['T', 'B', hidden]), row), ['B*T', hidden]); // [B*T, H]
  const first = g.relu(g.add(wide, of('historyBias')));
  const second = g.relu(g.add(g.matmul(first, of('deepen')), of('deepenBias')));
  const top = g.add(first, second);
  return g.reshape(g.add(g.matmul(top, of('next')), of('nextBias')), ['B*T', shape.tokens]); // [B*T, V]
}

/** Nats of all tokens that count, and a token's mean. */
function lossOf(g: GraphBuilder, logits: Node): { readonly loss: Node; readonly mean: Node } {
  const target = g.reshape(g.input('target', ['T', 'B'], 'int32'), ['B*T']);
  const counts = g.reshape(g.input('counts', ['T', 'B']), ['B*T']);
  const nats = g.multiply(g.pick(g.logSoftmax(logits), target), counts); // [B*T]
  const loss = g.reshape(g.negate(g.sum(nats, [0])), []); // []
  const tokens = g.reshape(g.sum(counts, [0]), []); // []
  return { loss, mean: g.divide(loss, g.maximum(tokens, 1)) };
}
