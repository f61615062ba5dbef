/**
 * Time and memory of the link join over made-up sites; run by `npx tsx test/bench/link-join.ts`.
 *
 * Each size runs in a process of its own, so that its peak memory is its own. Arguments: sizes as
 * `EVENTSxFLOWS`, by default 10000x100000 and 100000x1000000.
 */
import { execFileSync } from 'node:child_process';
import { createRandom, type Random } from '../../engine/core/random.ts';
import type { LinkableEvent, LinkableFlow } from '../../engine/pipeline/ports.ts';
import { createAddressBook } from '../../linkers/address-book.ts';
import {
  appendEvent,
  appendFlow,
  createEventColumns,
  createFlowColumns,
} from '../../linkers/capture-columns.ts';
import { linkCapture } from '../../linkers/link-capture.ts';
import { gatherByTuple } from '../../linkers/linkable-capture.ts';
import { withDefaults } from '../../linkers/linker-options.ts';

const SECOND = 1_000_000;
const HOSTS = 200;

interface Figures {
  readonly events: number;
  readonly flows: number;
  readonly links: number;
  readonly addSeconds: number;
  readonly joinSeconds: number;
  readonly linkSeconds: number;
  readonly peakMiB: number;
}

/** A flow between one of 200 hosts and one of 60,000 services, within a day. */
function drawFlow(random: Random, rowId: number): LinkableFlow {
  const startUs = 1_600_000_000 * SECOND + random.integer(86_400 * SECOND);
  const service = random.integer(60_000);
  return {
    rowId,
    startUs,
    endUs: startUs + random.integer(60 * SECOND),
    oneWay: false,
    tuple: {
      protocol: random.integer(4) === 0 ? 'udp' : 'tcp',
      sourceAddress: `10.0.${random.integer(HOSTS)}.7`,
      sourcePort: 1024 + random.integer(64_000),
      destinationAddress: `198.${service >> 12}.${(service >> 4) & 255}.${service & 15}`,
      destinationPort: random.integer(2) === 0 ? 443 : 53,
    },
  };
}

/** The event of a flow, on a clock that is seven hours and some late. */
function eventOf(flow: LinkableFlow, random: Random): LinkableEvent {
  return {
    rowId: flow.rowId,
    host: `host-${flow.tuple.sourceAddress}.example`,
    timeUs: flow.startUs + 25_203 * SECOND + random.integer(SECOND / 10),
    loggedUs: null,
    initiated: true,
    tuple: flow.tuple,
  };
}

function measure(eventCount: number, flowCount: number): Figures {
  const random = createRandom(1, 'bench', flowCount);
  const book = createAddressBook();
  const [events, flows] = [createEventColumns(), createFlowColumns()];
  const hostIds = new Map<string, number>();
  let addMs = 0;
  const every = Math.floor(flowCount / eventCount);
  for (let done = 0; done < flowCount; ) {
    const batch: LinkableFlow[] = [];
    for (; batch.length < 5000 && done < flowCount; done += 1) batch.push(drawFlow(random, done));
    const seen = batch.filter((one) => one.rowId % every === 0).map((one) => eventOf(one, random));
    const from = performance.now();
    for (const flow of batch) appendFlow(flows, flow, book);
    for (const event of seen) appendEvent(events, event, { book, hostIds });
    addMs += performance.now() - from;
  }
  const joined = performance.now();
  gatherByTuple(book, events, flows);
  const linked = performance.now();
  const rows = { capture: 'bench', book, events, flows, names: [] };
  const { links } = linkCapture(rows, withDefaults({}));
  return {
    events: events.tuples.count,
    flows: flowCount,
    links: links.length,
    addSeconds: addMs / 1000,
    joinSeconds: (linked - joined) / 1000,
    linkSeconds: (performance.now() - linked) / 1000,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  };
}

function measureApart(size: string): Figures {
  const script = process.argv[1] ?? '';
  const output = execFileSync(process.execPath, ['--import', 'tsx', script, '--one', size], {
    encoding: 'utf8',
  });
  return JSON.parse(output) as Figures;
}

function parseSize(size: string): [number, number] {
  const [events = 0, flows = 0] = size.split('x').map(Number);
  return [events, flows];
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--one') {
  console.log(JSON.stringify(measure(...parseSize(rest[0] ?? ''))));
} else {
  const sizes = first === undefined ? ['10000x100000', '100000x1000000'] : [first, ...rest];
  let before: Figures | undefined;
  for (const size of sizes) {
    const figures = measureApart(size);
    const text = (value: number) => value.toFixed(2).padStart(8);
    console.log(
      `${size.padEnd(18)} add ${text(figures.addSeconds)} s  index and join ${text(figures.joinSeconds)} s` +
        `  all of linking ${text(figures.linkSeconds)} s  links ${figures.links}  peak ${figures.peakMiB.toFixed(0)} MiB`,
    );
    if (before !== undefined) {
      const ratio = (figures.joinSeconds / before.joinSeconds).toFixed(1);
      const whole = (figures.linkSeconds / before.linkSeconds).toFixed(1);
      console.log(
        `  growth: join ×${ratio}, linking ×${whole} for ×${figures.flows / before.flows} flows`,
      );
    }
    before = figures;
  }
}
