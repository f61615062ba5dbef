import { GraphBuilder } from '../../engine/compute/build-graph.ts';
import type { Node } from '../../engine/compute/graph.ts';
import { makeEntry } from '../../engine/compute/make-entry.ts';
import type { Feed, Program } from '../../engine/compute/program.ts';
import { buildCase, type CaseSizes, type Cases } from './drawn-case.ts';

/**
 * All cases in one program, so that an engine prepares one graph for them.
 *
 * The entry `all` gives each case's value under its name, and its gradients as `<name> by <input>`.
 */
export function casesProgram(
  cases: Cases,
  sizes: CaseSizes,
): { readonly program: Program; readonly feed: Feed } {
  const g = new GraphBuilder();
  const built = Object.entries(cases).map((each) => buildCase(g, each, sizes));
  const outputs = built.flatMap(({ name, value, wrt, gradients }) => [
    [name, value] as const,
    ...wrt.map((node, index) => [`${name} by ${nameOf(node)}`, gradients[index]!] as const),
  ]);
  const all = makeEntry(Object.fromEntries(outputs));
  const asked = new Set(all.inputs.map(nameOf));
  const fed = Object.entries(Object.assign({}, ...built.map(({ feed }) => feed)) as Feed);
  return {
    program: { name: 'cases', states: g.states, entries: { all } },
    feed: Object.fromEntries(fed.filter(([name]) => asked.has(name))),
  };
}

function nameOf({ operation }: Node): string {
  return 'name' in operation ? operation.name : operation.kind;
}
