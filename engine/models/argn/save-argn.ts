import { z } from 'zod';
import { CheckpointMismatchError } from '../../core/errors.ts';
import type { CodeSpace } from '../code-space.ts';
import type { Guard } from '../guards.ts';
import type { SavedModel, Tensor } from '../sequence-model.ts';
import { planNetwork } from './network-plan.ts';
import type { TrainedRecord } from './trained-record.ts';

const size = z.int().min(1).max(4096);

/** What the JSON record says of one network; its numbers stand in the tensors. */
const networkRecord = z.strictObject({
  sizes: z.strictObject({ embedding: size, context: size, hidden: size, history: size }),
  /** By weight: how many numbers. */
  weights: z.record(z.string(), z.int().min(1)),
  /** By variable: variable and width of each guard. */
  guards: z.array(z.array(z.tuple([z.int().min(0), z.int().min(1)]))),
});

const argnRecord = z.array(networkRecord.nullable());

type NetworkRecord = z.infer<typeof networkRecord>;

/** Weights and guards of all networks, a tensor a weight. */
export function saveArgn(records: readonly (TrainedRecord | null)[]): SavedModel {
  const tensors = new Map<string, Tensor>();
  const saved = records.map((one, at): NetworkRecord | null => {
    if (one === null) return null;
    for (const [name, values] of one.weights) tensors.set(`${at}.${name}`, values);
    for (const [variable, guards] of one.guards.entries()) {
      for (const [index, { seen }] of guards.entries()) {
        tensors.set(`${at}.guard.${variable}.${index}`, seen);
      }
    }
    return {
      sizes: one.plan.sizes,
      weights: Object.fromEntries([...one.weights].map(([name, { length }]) => [name, length])),
      guards: one.guards.map((guards) =>
        guards.map((own): [number, number] => [own.variable, own.width]),
      ),
    };
  });
  return { record: saved, tensors };
}

/**
 * Opens what `saveArgn` wrote.
 *
 * @throws CheckpointMismatchError where a network does not fit the space, or a number is none
 */
export function loadArgn(space: CodeSpace, saved: SavedModel): (TrainedRecord | null)[] {
  const { data: records, error } = argnRecord.safeParse(saved.record);
  if (records === undefined) throw broken('record', error.issues[0]?.path.join('.') ?? '');
  if (records.length !== space.length) throw broken('number of records', records.length);
  return records.map((one, at) => {
    if (one === null) return null;
    const plan = planNetwork(space, at, one.sizes);
    if (plan === null) throw broken('network', at);
    const weights = new Map(
      Object.entries(one.weights).map(([name, length]) => [
        name,
        floatsOf(saved, { name: `${at}.${name}`, length }),
      ]),
    );
    const guards = one.guards.map((own, variable) =>
      own.map(([other, width], index): Guard => {
        const seen = saved.tensors.get(`${at}.guard.${variable}.${index}`);
        if (!(seen instanceof Uint8Array)) throw broken('guard', `${at}.${variable}.${index}`);
        return { variable: other, width, seen };
      }),
    );
    return { plan, weights, guards };
  });
}

function floatsOf(
  saved: SavedModel,
  of: { readonly name: string; readonly length: number },
): Float32Array {
  const values = saved.tensors.get(of.name);
  if (!(values instanceof Float32Array) || values.length !== of.length) {
    throw broken('weight', of.name);
  }
  if (!values.every(Number.isFinite)) throw broken('number in', of.name);
  return values;
}

function broken(what: string, value: unknown): CheckpointMismatchError {
  return new CheckpointMismatchError(`argn: unexpected ${what}: ${value}; train again`, {
    what,
    value,
  });
}
