import type { ClockOffset } from '../engine/pipeline/ports.ts';
import type { FlowColumns } from './capture-columns.ts';
import { anchorResidual, type ClockSamples, estimateClockOffsets } from './clock-offset.ts';
import type { LinkableCapture } from './linkable-capture.ts';
import type { LinkerSettings } from './linker-options.ts';
import { joinByKey, lostPortKey, translatedKey } from './relaxed-keys.ts';
import { collectClockSamples } from './unique-pairs.ts';

const SECOND = 1_000_000;

/** Pairs of a relaxed key prove nothing alone; this many must agree within a second. */
const LEAST_AGREEING = 3;

/**
 * The clocks of a capture's hosts, from pairs that their tuple alone ties.
 *
 * A host without any is tried with the relaxed keys, where at least three pairs must agree.
 */
export function clocksOfCapture(capture: LinkableCapture, settings: LinkerSettings): ClockOffset[] {
  const samples = collectClockSamples(capture);
  const isBlind = (list: ClockSamples) => list.timesUs.length === 0;
  if (settings.relaxed && [...samples.values()].some(isBlind)) {
    const keys = [
      lostPortKey(capture),
      translatedKey(capture, true),
      translatedKey(capture, false),
    ];
    for (const key of keys) {
      for (const [host, found] of collectClockSamples(capture, joinByKey(capture, key))) {
        const known = samples.get(host);
        if (known !== undefined && isBlind(known) && isAgreeing(found)) samples.set(host, found);
      }
    }
  }
  return estimateClockOffsets(samples, { flowUs: resolutionOf(capture.flows) });
}

function isAgreeing({ residualsUs }: ClockSamples): boolean {
  if (residualsUs.length < LEAST_AGREEING) return false;
  const anchor = anchorResidual(residualsUs);
  const near = residualsUs.filter((one) => Math.abs(one - anchor) <= SECOND);
  return near.length >= LEAST_AGREEING;
}

/** A second where all starts are whole seconds (nfdump's text form), else a microsecond. */
function resolutionOf({ startsUs, tuples }: FlowColumns): number {
  return startsUs.subarray(0, tuples.count).every((one) => one % SECOND === 0) ? SECOND : 1;
}
