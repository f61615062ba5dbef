import type { Operation } from '../../../engine/compute/graph.ts';
import { nodesBelow } from '../../../engine/compute/make-entry.ts';
import { bindShape } from '../../../engine/compute/shape.ts';
import type { BenchModel } from './bench-model.ts';

/** How many times weights, moments and activations a training process may take. */
const ALLOWANCE = 2;
const MIB = 1024 * 1024;
const BYTES = 4;

/** What computes nothing new: views, constants, and what is kept anyway. */
const FREE: readonly Operation['kind'][] = [
  'input',
  'state',
  'fill',
  'constant',
  'reshape',
  'broadcast',
  'stop',
];

/**
 * Twice what training holds at least: weights, their moments, and what the forward pass computes on
 * one batch.
 */
export function allowedMib({ program, setting }: BenchModel): number {
  const kept = program.states.reduce((sum, { initial }) => sum + initial.byteLength, 0);
  const loss = program.entries.train?.outputs.loss;
  const sizes = new Map([
    ['B', setting.batch],
    ['S', setting.batch],
  ]);
  const activations = (loss === undefined ? [] : nodesBelow([loss]))
    .filter(({ operation }) => !FREE.includes(operation.kind))
    .reduce((sum, { shape }) => sum + BYTES * product(bindShape(shape, sizes)), 0);
  return (ALLOWANCE * (kept + activations)) / MIB;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
