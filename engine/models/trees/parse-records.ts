import type { CodeSpace } from '../code-space.ts';
import type { TreeRecord, TreeRecords } from './save-trees.ts';
import { mismatch } from './tensor-reader.ts';

const MOST_FEATURES = 254;

/**
 * Reads the JSON part of saved trees.
 *
 * @throws CheckpointMismatchError if it is not what `saveTrees` writes for this space
 */
export function parseRecords(space: CodeSpace, record: unknown): TreeRecords {
  if (!Array.isArray(record) || record.length !== space.length) throw mismatch('records', -1);
  return space.map((spec, at) => {
    const variables: unknown = record[at];
    if (!Array.isArray(variables) || variables.length !== spec.variables.length) {
      throw mismatch('variables', at);
    }
    return spec.variables.map((own, variable) => {
      if (own.given !== (variables[variable] === null)) throw mismatch(own.name, at);
      return own.given ? null : parseRecord(variables[variable], at);
    });
  });
}

function parseRecord(value: unknown, at: number): TreeRecord {
  if (typeof value !== 'object' || value === null) throw mismatch('tree', at);
  const one = value as Readonly<Record<string, unknown>>;
  const count = (name: string) => {
    const number = one[name];
    if (!isCount(number)) throw mismatch(name, at);
    return number;
  };
  const pairs = (name: string) => {
    const list = one[name];
    if (!Array.isArray(list) || list.length > MOST_FEATURES || !list.every(isPair)) {
      throw mismatch(name, at);
    }
    return list;
  };
  return {
    features: pairs('features'),
    nodes: count('nodes'),
    subsets: count('subsets'),
    entries: count('entries'),
    guards: pairs('guards'),
  };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31;
}

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}
