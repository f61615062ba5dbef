import { CheckpointMismatchError } from '../core/errors.ts';
import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { CodeSpace, RecordCodes } from './code-space.ts';
import { familyNamed } from './families.ts';
import type { Frame } from './frame.ts';
import type {
  KnownCode,
  ModelOptions,
  SavedModel,
  SequenceModel,
  Tensor,
} from './sequence-model.ts';

/** What a generator's record calls models of several families. */
const MIXED = 'mixed';

/** What to learn with which family. */
export interface TrainingOrder {
  readonly space: CodeSpace;
  readonly data: readonly RecordCodes[];
  /** By record: name of its family. */
  readonly families: readonly string[];
  readonly options: ModelOptions;
}

/** A model and the name under which `loadModel` opens it again. */
export interface TrainedModel {
  readonly family: string;
  readonly model: SequenceModel;
}

/**
 * Trains each record with its family; where all have the same, that family's own model comes out.
 *
 * A family learns nothing of the records of others but sees their codes, as it sees what a story
 * gives.
 */
export async function trainModel(order: TrainingOrder): Promise<TrainedModel> {
  const { space, data, families, options } = order;
  const names = [...new Set(families)];
  const [only] = names;
  if (only !== undefined && names.length === 1) {
    return { family: only, model: await familyNamed(only).train(space, data, options) };
  }
  const work = workOf(order, names);
  const parts = new Map<string, SequenceModel>();
  let done = 0;
  for (const [at, name] of names.entries()) {
    const own = work[at] as number;
    const before = done;
    const onProgress = (share: number, loss?: number) =>
      options.onProgress(before + share * own, loss);
    const part = ownSpace(space, families, name);
    parts.set(name, await familyNamed(name).train(part, data, { ...options, onProgress }));
    done += own;
  }
  return { family: MIXED, model: new MixedModel(families, parts) };
}

/** Opens a saved model of one family or of several. @throws CheckpointMismatchError if it does not fit */
export function loadModel(name: string, space: CodeSpace, saved: SavedModel): SequenceModel {
  if (name !== MIXED) return familyNamed(name).load(space, saved);
  const { families, parts } = parseMixed(space, saved.record);
  const models = Object.entries(parts).map(([family, record]) => {
    const tensors = tensorsOf(saved.tensors, family);
    const model = familyNamed(family).load(ownSpace(space, families, family), { record, tensors });
    return [family, model] as const;
  });
  return new MixedModel(families, new Map(models));
}

/** A model for each family, asked record by record. */
class MixedModel implements SequenceModel {
  readonly #families: readonly string[];
  readonly #parts: ReadonlyMap<string, SequenceModel>;
  readonly #byRecord: readonly SequenceModel[];

  constructor(families: readonly string[], parts: ReadonlyMap<string, SequenceModel>) {
    this.#families = families;
    this.#parts = parts;
    this.#byRecord = families.map((name) => defined(parts.get(name), `family ${name} is there`));
  }

  draw(record: number, variable: number, frame: Frame, random: Random): number {
    return (this.#byRecord[record] as SequenceModel).draw(record, variable, frame, random);
  }

  weigh(record: number, variable: number, frame: Frame, into: Float64Array): void {
    (this.#byRecord[record] as SequenceModel).weigh(record, variable, frame, into);
  }

  allows(record: number, variable: number, frame: Frame, code: number): boolean {
    return (this.#byRecord[record] as SequenceModel).allows(record, variable, frame, code);
  }

  given(known: readonly KnownCode[]): SequenceModel {
    const parts = [...this.#parts].map(([name, one]) => [name, one.given?.(known) ?? one] as const);
    return new MixedModel(this.#families, new Map(parts));
  }

  save(): SavedModel {
    const tensors = new Map<string, Tensor>();
    const parts = [...this.#parts].map(([family, model]) => {
      const saved = model.save();
      for (const [name, tensor] of saved.tensors) tensors.set(`${family}/${name}`, tensor);
      return [family, saved.record] as const;
    });
    return { record: { families: this.#families, parts: Object.fromEntries(parts) }, tensors };
  }
}

/** The space as one family sees it: what others draw is given. */
function ownSpace(space: CodeSpace, families: readonly string[], name: string): CodeSpace {
  return space.map((spec, record) => {
    if (families[record] === name) return spec;
    return { ...spec, variables: spec.variables.map((one) => ({ ...one, given: true })) };
  });
}

/** Each family's share of the work. */
function workOf({ space, data, families }: TrainingOrder, names: readonly string[]): number[] {
  const cells = space.map((spec, at) => (data[at]?.rows ?? 0) * spec.variables.length + 1);
  const total = cells.reduce((sum, one) => sum + one, 0);
  return names.map((name) => {
    const own = cells.filter((_, record) => families[record] === name);
    return own.reduce((sum, one) => sum + one, 0) / total;
  });
}

function tensorsOf(all: SavedModel['tensors'], family: string): ReadonlyMap<string, Tensor> {
  const prefix = `${family}/`;
  const own = [...all].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

interface MixedRecord {
  readonly families: readonly string[];
  readonly parts: Readonly<Record<string, unknown>>;
}

function parseMixed(space: CodeSpace, value: unknown): MixedRecord {
  const { families, parts } = (value ?? {}) as Partial<MixedRecord>;
  const isWhole =
    Array.isArray(families) &&
    families.length === space.length &&
    typeof parts === 'object' &&
    parts !== null &&
    families.every((name) => typeof name === 'string' && Object.hasOwn(parts, name)) &&
    Object.keys(parts).every((name) => families.includes(name));
  if (isWhole) return { families, parts };
  throw new CheckpointMismatchError(
    'generator.json: models of several families do not fit the records; train again',
    { records: space.length },
  );
}
