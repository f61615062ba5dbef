import { createRandom } from '../../engine/core/random.ts';
import type { Row } from '../../engine/core/row.ts';
import { telemetrySchema } from '../../engine/schema/telemetry-schema.ts';
import type { Database } from './database-arbitrary.ts';

/** What a world of flows looks like. */
export interface FlowWorldOptions {
  readonly hosts: number;
  readonly seed?: number;
  /** Shares of the labels, each row on its own. */
  readonly labels?: Readonly<Record<string, number>>;
  readonly service?: string;
  /** The state that a third of the flows have; null leaves it out. */
  readonly rejected?: string | null;
  /** Packets of a flow are 1 to this. */
  readonly packets?: number;
  readonly startUs?: number;
}

const START_US = 1_700_000_000_000_000;
const SECOND_US = 1_000_000;
const SPAN = 10_000_000;

/** A small made database of flows: ten of each host, within an hour of the start. */
export function flowWorld(options: FlowWorldOptions): Database {
  const { hosts, seed = 1, service = 'http', packets = 4, startUs = START_US } = options;
  const { rejected = 'S0' } = options;
  const labels = Object.entries(options.labels ?? { benign: 0.9, scan: 0.08, botnet: 0.02 });
  const random = createRandom(seed, 'flow world');
  const [subjects, flows]: [Row[], Row[]] = [[], []];
  const endpoints = new Map<string, string>();
  for (let host = 1; host <= hosts; host += 1) {
    const own = `10.1.${host >> 8}.${host & 255}`;
    endpoints.set(own, 'internal');
    subjects.push([host, 'host', null, own, null, 'internal', null]);
    let time = startUs + random.integer(3000) * SECOND_US;
    for (let flow = 1; flow <= 10; flow += 1) {
      const server = `93.184.1.${1 + random.integer(20)}`;
      endpoints.set(server, 'external');
      const label = drawLabel(labels, random.next());
      const count = 1 + random.integer(packets);
      const tuple = ['tcp', own, 40_000 + random.integer(2000), server, 443];
      const sizes = [count, count * 60, count, count * 80];
      const rest = ['.AP.SF', random.integer(3) > 0 ? 'SF' : rejected, service, 0, label];
      flows.push([
        host,
        host * SPAN + flow,
        time,
        1000 * random.integer(50),
        ...tuple,
        ...sizes,
        ...rest,
      ]);
      time += (1 + random.integer(30)) * SECOND_US;
    }
  }
  const rows = new Map<string, Row[]>([
    ['subjects', subjects],
    ['endpoints', [...endpoints].sort(([a], [b]) => (a < b ? -1 : 1))],
    ['names', []],
    ['flows', flows],
  ]);
  return { schema: telemetrySchema({ events: false, flows: true }), rows };
}

function drawLabel(labels: readonly (readonly [string, number])[], share: number): string {
  let left = share;
  for (const [label, own] of labels) {
    left -= own;
    if (left < 0) return label;
  }
  return 'benign';
}
