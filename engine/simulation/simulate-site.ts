import { createRandom, type Random } from '../core/random.ts';
import { runMachine } from './beacons.ts';
import { boot } from './boot.ts';
import { runOutside } from './outside-traffic.ts';
import type { Site, SiteEvent, SiteFlow } from './site.ts';
import { completeSiteOptions, type SiteOptions } from './site-options.ts';
import { planSite } from './site-plan.ts';
import { sitDown } from './sitting.ts';
import { createWorld, type World } from './world.ts';

/**
 * Simulates a site: its hosts' Sysmon records, the sensor's connections and DNS answers, and the
 * truth about which record and which connection are the same.
 *
 * Equal options give an equal site. Everything is held in memory: about 1 kB an event.
 *
 * @param given options that differ from `SITE_DEFAULTS`
 * @param random the stream to draw from; by default the one of the options' seed
 * @throws ScenarioError for options out of their bounds
 * @see docs/methods/simulation.md for every law, its parameters and its source
 */
export function simulateSite(given: Partial<SiteOptions> = {}, random?: Random): Site {
  const options = completeSiteOptions(given);
  const stream = random ?? createRandom(options.seed, 'simulate');
  const plan = planSite(options, stream.split('plan'));
  const world = createWorld(plan, stream.split('life'));
  for (const state of world.states) {
    boot(world, state);
    runMachine(world, state);
    for (const sitting of state.host.sittings) sitDown(world, state, sitting);
  }
  runOutside(world);
  world.agenda.run(plan.endUs);
  return settle(world);
}

/** Puts the records into the order of the files. */
function settle(world: World): Site {
  const { plan, processes, links } = world;
  return {
    options: plan.options,
    hosts: plan.hosts,
    devices: plan.devices,
    processes,
    events: [...world.events].sort(byArrival),
    flows: [...world.flows].sort(byEnd),
    answers: [...world.answers].sort((left, right) => left.timeUs - right.timeUs),
    links,
  };
}

function byArrival(left: SiteEvent, right: SiteEvent): number {
  return left.arrivalUs - right.arrivalUs;
}

/** Zeek writes a connection when it is over. */
function byEnd(left: SiteFlow, right: SiteFlow): number {
  return endOf(left) - endOf(right);
}

function endOf(flow: SiteFlow): number {
  return flow.startUs + (flow.durationUs ?? 0);
}
