import type { Random } from '../../core/random.ts';
import { MISSING } from '../../sequences/codes.ts';
import { codeAt } from '../code-at.ts';
import type { CodeSpace } from '../code-space.ts';
import type { Frame } from '../frame.ts';
import { type Guard, isAllowed } from '../guards.ts';
import type { KnownCode, SavedModel, SequenceModel } from '../sequence-model.ts';
import { NetworkEvaluator } from './evaluate-network.ts';
import { saveArgn } from './save-argn.ts';
import type { TrainedRecord } from './trained-record.ts';

/** Below this part of the likeliest code's chance a code has none: what no row ever had is that rare. */
const LEAST = 1e-6;

/** A network for each record; see docs/methods/argn.md. */
export class ArgnModel implements SequenceModel {
  readonly #space: CodeSpace;
  readonly #records: readonly (TrainedRecord | null)[];
  /** Opened when first asked: each holds its folded tables. */
  readonly #evaluators: (NetworkEvaluator | undefined)[];
  readonly #chances: Float64Array;
  /** By record: what is known beforehand. */
  readonly #known: readonly (readonly KnownCode[])[];

  /** @param records by record; null where there was nothing to learn */
  constructor(
    space: CodeSpace,
    records: readonly (TrainedRecord | null)[],
    known: readonly KnownCode[] = [],
  ) {
    const widest = space.flatMap((spec) => spec.variables.map((one) => one.cardinality));
    this.#space = space;
    this.#records = records;
    this.#evaluators = records.map(() => undefined);
    this.#known = records.map((_, at) => known.filter((one) => one.record === at));
    this.#chances = new Float64Array(widest.reduce((most, one) => Math.max(most, one), 1));
  }

  draw(record: number, variable: number, frame: Frame, random: Random): number {
    const { cardinality = 1 } = this.#space[record]?.variables[variable] ?? {};
    const trained = this.#records[record];
    if (!trained) return Math.min(MISSING, cardinality - 1);
    const total = this.#fill(record, variable, frame);
    const guards = trained.guards[variable] ?? [];
    const code = codeAt(this.#chances, cardinality, random.next() * total);
    if (isAllowed(guards, frame, code)) return code;
    const left = keepAllowed(this.#chances, { guards, frame, cardinality });
    return codeAt(this.#chances, cardinality, random.next() * left);
  }

  weigh(record: number, variable: number, frame: Frame, into: Float64Array): void {
    const trained = this.#records[record];
    const { cardinality = 1 } = this.#space[record]?.variables[variable] ?? {};
    if (!trained) {
      into[Math.min(MISSING, cardinality - 1)] = 1;
      return;
    }
    this.#fill(record, variable, frame);
    const guards = trained.guards[variable] ?? [];
    const left = keepAllowed(this.#chances, { guards, frame, cardinality });
    for (let code = 0; code < cardinality; code += 1) {
      into[code] = (into[code] as number) + (this.#chances[code] as number) / left;
    }
  }

  allows(record: number, variable: number, frame: Frame, code: number): boolean {
    const guards = this.#records[record]?.guards[variable];
    return guards === undefined || isAllowed(guards, frame, code);
  }

  given(known: readonly KnownCode[]): SequenceModel {
    return new ArgnModel(this.#space, this.#records, known);
  }

  save(): SavedModel {
    return saveArgn(this.#records);
  }

  /** Chances of a variable's codes, in proportion. @returns their sum */
  #fill(record: number, variable: number, frame: Frame): number {
    const chances = this.#evaluatorOf(record).chances(variable, frame, this.#known[record]);
    let total = 0;
    for (let code = 0; code < chances.length; code += 1) {
      const chance = chances[code] as number;
      this.#chances[code] = chance < LEAST ? 0 : chance;
      total += chance < LEAST ? 0 : chance;
    }
    return total;
  }

  #evaluatorOf(record: number): NetworkEvaluator {
    const { plan, weights } = this.#records[record] as TrainedRecord;
    this.#evaluators[record] ??= new NetworkEvaluator(this.#space, plan, weights);
    return this.#evaluators[record] as NetworkEvaluator;
  }
}

/** Takes the chance of codes that no guard allows; of guards that leave none, the last are dropped. */
function keepAllowed(
  chances: Float64Array,
  of: { readonly guards: readonly Guard[]; readonly frame: Frame; readonly cardinality: number },
): number {
  const { guards, frame, cardinality } = of;
  for (let count = guards.length; count >= 0; count -= 1) {
    const allows = (code: number) => isAllowed(guards, frame, code, count);
    const total = sumOf(chances, cardinality, allows);
    if (total <= 0) continue;
    for (let code = 0; code < cardinality; code += 1) {
      chances[code] = allows(code) ? (chances[code] as number) : 0;
    }
    return total;
  }
  return 1;
}

function sumOf(
  chances: Float64Array,
  cardinality: number,
  allows: (code: number) => boolean,
): number {
  let total = 0;
  for (let code = 0; code < cardinality; code += 1) {
    total += allows(code) ? (chances[code] as number) : 0;
  }
  return total;
}
