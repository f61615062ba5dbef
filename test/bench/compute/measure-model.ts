import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Agreement, agreementsOf, agrees } from './agreement.ts';
import { allowedMib } from './allowed-memory.ts';
import type { BenchEngine } from './bench-engines.ts';
import type { BenchModel } from './bench-model.ts';
import { compareSides, type SideFigures } from './compare-sides.ts';
import type { FirstStep } from './first-step.ts';
import { openOurSide } from './our-side.ts';
import type { Side } from './side.ts';
import type { TwinProcess } from './twin.ts';
import { openTwinSide, type TwinSideOptions } from './twin-side.ts';
import { writeModel } from './write-model.ts';

const AGREEMENT_STEPS = 12;
const SLOW_ROUNDS = 2;

/** How a model is measured. */
export interface MeasureOptions {
  readonly engines: readonly BenchEngine[];
  /** Null where there is no PyTorch. */
  readonly twin: TwinProcess | null;
  /** Of PyTorch beside us. */
  readonly threads: number;
  readonly rounds: number;
  /** Of a side's turn. */
  readonly seconds: number;
  /** True for PyTorch's other ways too. */
  readonly isThorough: boolean;
}

/** What was measured of a model. */
export interface ModelFigures {
  readonly model: string;
  /** PyTorch's version; null where it was not there. */
  readonly torch: string | null;
  /** Against PyTorch eager, of ours. */
  readonly agreements: readonly Agreement[];
  readonly sides: readonly SideFigures[];
  /** By engine. */
  readonly starts: Readonly<Record<string, FirstStep>>;
  readonly allowedMib: number;
  /** What was wanted and is not there, with the reason. */
  readonly missing: readonly string[];
}

/** Sides that opened, and why the others did not. */
interface Opened {
  readonly sides: readonly Side[];
  readonly missing: readonly string[];
}

/**
 * Measures a model on all engines and on PyTorch.
 *
 * Losses and drawn codes are held against PyTorch's first; an engine that is off is not timed.
 */
export async function measureModel(
  name: string,
  build: () => BenchModel,
  options: MeasureOptions,
): Promise<ModelFigures> {
  const model = build();
  const folder = mkdtempSync(join(tmpdir(), 'bench-compute-'));
  writeModel(folder, model);
  try {
    const ours = await openAll(options.engines.map((engine) => () => openEngine(model, engine)));
    const theirs = await openAll(twinWays(options, folder));
    const [eager, ...others] = theirs.sides;
    const first = eager === undefined ? [] : [eager];
    const agreements =
      eager === undefined ? [] : await agreementsOf([...first, ...ours.sides], AGREEMENT_STEPS);
    const off = new Set(agreements.filter((one) => !agrees(one)).map((one) => one.name));
    const timed = [...first, ...ours.sides.filter((side) => !off.has(side.name)), ...others];
    const sides = await compareSides(timed, { ...options, slowRounds: SLOW_ROUNDS });
    for (const side of [...ours.sides, ...theirs.sides]) await side.close();
    const starts = ours.sides.map((side) => [side.name, startOf(name, side.name)] as const);
    return {
      model: name,
      torch: options.twin?.version ?? null,
      agreements,
      sides,
      starts: Object.fromEntries(starts),
      allowedMib: allowedMib(model),
      missing: [...ours.missing, ...theirs.missing],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function openEngine(model: BenchModel, engine: BenchEngine): Promise<Side> {
  const found = await engine.find();
  if ('reason' in found) throw new Error(`${engine.name}: ${found.reason}`);
  return openOurSide(model, found.engine, engine);
}

/** PyTorch eager as it comes first; then what else it can do. */
function twinWays(
  { twin, threads, isThorough }: MeasureOptions,
  folder: string,
): (() => Promise<Side>)[] {
  if (twin === null) return [];
  const name = (how: string) => `PyTorch ${how} ${threads}T`;
  const ways: readonly TwinSideOptions[] = [
    { name: name('eager'), folder, threads },
    { name: name('fused AdamW, search'), folder, threads, fused: true, draw: 'search' },
    { name: name('eager, multinomial'), folder, threads, draw: 'multinomial' },
    { name: name('compiled'), folder, threads, compiled: true },
  ];
  return ways.slice(0, isThorough ? ways.length : 1).map((way) => async () => {
    const side = await openTwinSide(twin, way);
    if (way.compiled === true) await side.train(1); // compiles, or says that it cannot
    return side;
  });
}

async function openAll(opens: readonly (() => Promise<Side>)[]): Promise<Opened> {
  const sides: Side[] = [];
  const missing: string[] = [];
  for (const open of opens) {
    try {
      sides.push(await open());
    } catch (error) {
      missing.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }
  return { sides, missing };
}

/** Start and memory, in a process that has done nothing before. */
function startOf(model: string, engine: string): FirstStep {
  const program = join(import.meta.dirname, '..', 'compute.ts');
  const words = ['--import', 'tsx', program, '--first-step', '--model', model, '--engine', engine];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as FirstStep;
}
