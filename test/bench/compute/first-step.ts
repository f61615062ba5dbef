import { readFileSync, writeFileSync } from 'node:fs';
import type { BenchEngine } from './bench-engines.ts';
import type { BenchModel } from './bench-model.ts';
import { openOurSide } from './our-side.ts';

/** Steps after which memory no longer grows. */
const STEPS = 24;
const MIB = 1024 * 1024;

/** What starting costs, in a process that has done nothing else. */
export interface FirstStep {
  /** From making the model's graph until a step is done: gradient, engine and session included. */
  readonly seconds: number;
  /** Most memory of the process while it trains, beyond what it had before the engine. */
  readonly peakMib: number;
}

/** Starts a model on an engine and trains a little. @throws Error where the engine is not there */
export async function firstStep(engine: BenchEngine, build: () => BenchModel): Promise<FirstStep> {
  const start = performance.now();
  const model = build();
  const found = await engine.find();
  if ('reason' in found) throw new Error(`bench: ${engine.name} is not there: ${found.reason}`);
  forgetPeak();
  const before = process.memoryUsage.rss();
  const side = await openOurSide(model, found.engine, engine);
  await side.train(1);
  const seconds = (performance.now() - start) / 1000;
  await side.train(engine.isSlow ? 2 : STEPS);
  const peak = peakBytes();
  await side.close();
  return { seconds, peakMib: (peak - before) / MIB };
}

/** From here on the most memory counts anew; only Linux can do that. */
function forgetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kib = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib) * 1024;
}
