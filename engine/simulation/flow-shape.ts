import type { Random } from '../core/random.ts';
import { drawBodyAndTail, drawLognormal } from './heavy-tail.ts';
import type { TrafficLaw } from './traffic-law.ts';

/** What a sensor counts of one connection. */
export interface FlowShape {
  readonly state: string;
  readonly history: string | null;
  readonly durationUs: number | null;
  readonly origBytes: number | null;
  readonly respBytes: number | null;
  readonly origPackets: number;
  readonly origIpBytes: number;
  readonly respPackets: number;
  readonly respIpBytes: number;
  /** Whether the two sides came to speak. */
  readonly established: boolean;
}

/** What bends the shape of a connection besides its law. */
export interface Path {
  readonly rttUs: number;
  /** Time until the sensor stops watching. */
  readonly leftUs: number;
  readonly random: Random;
}

const SEGMENT = 1460; // payload of a full Ethernet frame over IPv4 and TCP
const TCP_HEADERS = 40; // IPv4 20 + TCP 20, no options
const SYN_OPTIONS = 12;
const UDP_HEADERS = 28; // IPv4 20 + UDP 8, also IPv4 20 + ICMP 8
const BYTES_PER_US = 6; // about 48 Mbit/s

/**
 * Draws one connection of a service.
 *
 * History, state, packets and bytes agree: a letter is there only if a packet of its kind was
 * counted, TCP bytes are at least 40 a packet, UDP and ICMP bytes at least 28. A connection that
 * outlasts the window is cut there (state S1) with the bytes in proportion.
 */
export function drawFlowShape(law: TrafficLaw, path: Path): FlowShape {
  if (law.protocol === 'icmp') return echoShape(law, path);
  return law.protocol === 'udp' ? datagramShape(law, path) : streamShape(law, path);
}

function streamShape(law: TrafficLaw, path: Path): FlowShape {
  const { random, rttUs } = path;
  const point = random.next();
  const { silent, refused, resetByOrigin, resetByResponder } = law.outcomes;
  if (point < silent) return unansweredSyn(path);
  if (point < silent + refused) return refusedSyn(rttUs);
  const request = atLeastOne(drawLognormal(law.request, random));
  const response = atLeastOne(drawBodyAndTail(law.response, random));
  const rounds = 2 + Math.log2(1 + response / (10 * SEGMENT)); // slow start from 10 segments
  const hold = drawLognormal(law.hold, random) * 1e6;
  const durationUs = Math.ceil(rttUs * rounds + response / BYTES_PER_US + hold);
  if (durationUs >= path.leftUs) {
    const seen = Math.max(0, path.leftUs) / durationUs;
    const cut = { request: atLeastOne(request * seen), response: atLeastOne(response * seen) };
    return stream({ ...cut, durationUs: path.leftUs, ending: 'open', random });
  }
  const late = point - silent - refused;
  const ending =
    late < resetByOrigin
      ? 'origin'
      : late < resetByOrigin + resetByResponder
        ? 'responder'
        : 'orderly';
  return stream({ request, response, durationUs, ending, random });
}

interface Stream {
  readonly request: number;
  readonly response: number;
  readonly durationUs: number;
  readonly ending: 'orderly' | 'origin' | 'responder' | 'open';
  readonly random: Random;
}

const ENDINGS = {
  orderly: { state: 'SF', letters: ['Ff', 'fF'], orig: 2, resp: 2 },
  origin: { state: 'RSTO', letters: ['fR', 'R'], orig: 1, resp: 1 },
  responder: { state: 'RSTR', letters: ['Fr', 'r'], orig: 1, resp: 1 },
  open: { state: 'S1', letters: [''], orig: 0, resp: 0 },
} as const;

function stream({ request, response, durationUs, ending, random }: Stream): FlowShape {
  const out = Math.ceil(request / SEGMENT);
  const back = Math.ceil(response / SEGMENT);
  const end = ENDINGS[ending];
  const again = random.next() < 0.02; // one segment of the answer sent twice
  const origPackets = 2 + out + Math.ceil(back / 2) + end.orig;
  const respPackets = 1 + back + Math.ceil(out / 2) + end.resp + (again ? 1 : 0);
  const twice = again ? Math.min(SEGMENT, response) : 0;
  const acknowledged = random.next() < 0.7 ? 'ShADad' : 'ShADda';
  return {
    state: end.state,
    history: `${acknowledged}${again ? 't' : ''}${random.pick(end.letters)}`,
    durationUs,
    origBytes: request,
    respBytes: response,
    origPackets,
    origIpBytes: request + TCP_HEADERS * origPackets + SYN_OPTIONS,
    respPackets,
    respIpBytes: response + twice + TCP_HEADERS * respPackets + SYN_OPTIONS,
    established: true,
  };
}

/** Three tries after 0, 1 and 3 seconds; nothing comes back. */
function unansweredSyn({ random }: Path): FlowShape {
  return {
    state: 'S0',
    history: 'S',
    durationUs: 3_000_000 + random.integer(20_000),
    origBytes: 0,
    respBytes: 0,
    origPackets: 3,
    origIpBytes: 3 * (TCP_HEADERS + SYN_OPTIONS),
    respPackets: 0,
    respIpBytes: 0,
    established: false,
  };
}

function refusedSyn(rttUs: number): FlowShape {
  return {
    state: 'REJ',
    history: 'Sr',
    durationUs: Math.max(1, Math.floor(rttUs)),
    origBytes: 0,
    respBytes: 0,
    origPackets: 1,
    origIpBytes: TCP_HEADERS + SYN_OPTIONS,
    respPackets: 1,
    respIpBytes: TCP_HEADERS,
    established: false,
  };
}

function datagramShape(law: TrafficLaw, path: Path): FlowShape {
  const { random } = path;
  const request = atLeastOne(drawLognormal(law.request, random));
  const silent = random.next() < law.outcomes.silent;
  const response = silent ? 0 : atLeastOne(drawBodyAndTail(law.response, random));
  const held = path.rttUs + drawLognormal(law.hold, random) * 1e6;
  return {
    state: silent ? 'S0' : 'SF',
    history: silent ? 'D' : 'Dd',
    durationUs: silent ? null : Math.max(1, Math.floor(held)),
    origBytes: silent ? null : request,
    respBytes: silent ? null : response,
    origPackets: 1,
    origIpBytes: request + UDP_HEADERS,
    respPackets: silent ? 0 : 1,
    respIpBytes: silent ? 0 : response + UDP_HEADERS,
    established: !silent,
  };
}

/** Four echoes a second apart, as the command sends them. */
function echoShape(law: TrafficLaw, { rttUs, random }: Path): FlowShape {
  const packets = 4;
  const bytes = packets * law.request.median;
  return {
    state: 'OTH',
    history: null,
    durationUs: Math.floor(drawLognormal(law.hold, random) * 1e6 + rttUs),
    origBytes: bytes,
    respBytes: bytes,
    origPackets: packets,
    origIpBytes: bytes + packets * UDP_HEADERS,
    respPackets: packets,
    respIpBytes: bytes + packets * UDP_HEADERS,
    established: true,
  };
}

function atLeastOne(value: number): number {
  return Math.max(1, Math.round(value));
}
