import { mkdir, rm } from 'node:fs/promises';
import { writeSite } from '../../simulation/write-site.ts';
import type { Stage } from '../run-context.ts';

/** Writes the simulated site's captures, where the scenario has no real ones. */
export const simulate: Stage = {
  name: 'simulate',
  settings: async ({ scenario, seed }) => [scenario.simulate, seed],
  async run({ scenario, seed, workspace, progress }) {
    if (scenario.simulate === null) return { outputs: {} };
    progress.start('simulate', null, 'rows');
    await rm(workspace.lab, { recursive: true, force: true });
    await mkdir(workspace.lab, { recursive: true });
    const site = await writeSite(workspace.lab, { ...scenario.simulate, seed });
    progress.advance(site.events + site.flows);
    progress.finish();
    return { outputs: { events: site.events, flows: site.flows, links: site.links } };
  },
};
