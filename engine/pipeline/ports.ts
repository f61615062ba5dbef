/** Interfaces through which the impure and the foreign come in; `engine/cli` passes them. */
import type { Row, RowSource } from '../core/row.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';

/** A database's tables, each in the order (subject_key, time column, rest of the primary key). */
export interface TableReader {
  readonly schema: DatabaseSchema;
  readonly rows: RowSource;
}

/** The five-tuple of a conversation; ICMP carries type and code as ports. */
export interface FlowTuple {
  readonly protocol: string;
  readonly sourceAddress: string;
  readonly sourcePort: number | null;
  readonly destinationAddress: string;
  readonly destinationPort: number | null;
}

/** Hash of a five-tuple without its direction (community ID v1), null where it has none. */
export type CommunityId = (tuple: FlowTuple) => string | null;

export const LINK_METHODS = ['cid', 'tuple-relaxed', 'fqdn-time'] as const;

export type LinkMethod = (typeof LINK_METHODS)[number];

/** A Sysmon network event (id 3) of one capture, as the linker sees it. */
export interface LinkableEvent {
  readonly rowId: number;
  readonly host: string;
  readonly timeUs: number;
  readonly loggedUs: number | null;
  readonly initiated: boolean | null;
  readonly tuple: FlowTuple;
}

/** A flow of one capture, as the linker sees it. */
export interface LinkableFlow {
  readonly rowId: number;
  readonly startUs: number;
  readonly endUs: number;
  /** True where the record counts one direction only, so that a conversation has two rows. */
  readonly oneWay: boolean;
  readonly tuple: FlowTuple;
}

/** Evidence that a name stood for addresses at a time. */
export interface NameObservation {
  readonly fqdn: string;
  readonly addresses: readonly string[];
  /** Already on the sensor's clock for DNS; on the host's clock for Sysmon. */
  readonly timeUs: number;
  readonly ttlUs: number | null;
  readonly feed: 'dns' | 'sysmon-query' | 'sysmon-connection';
  /** The host whose clock stamped it, null for the sensor's. */
  readonly host: string | null;
}

/** All that a linker needs of one capture. */
export interface LinkInput {
  readonly capture: string;
  readonly events: readonly LinkableEvent[];
  readonly flows: readonly LinkableFlow[];
  readonly names: readonly NameObservation[];
}

/** A link row before it has a subject; times are on the sensor's clock. */
export interface LinkDraft {
  readonly eventRowId: number;
  readonly flowRowId: number;
  readonly communityId: string | null;
  readonly dtMs: number;
  readonly method: LinkMethod;
  readonly confidence: number;
  readonly rank: number;
  readonly windowMs: number;
}

/** A name that stood for an address over a span of sensor time. */
export interface NameSpan {
  readonly fqdn: string;
  readonly address: string;
  readonly validFromUs: number;
  readonly validToUs: number;
}

/** What to take off a host's stamps, from `fromUs` (host clock) on, to reach the sensor's clock. */
export interface ClockOffset {
  readonly host: string;
  readonly fromUs: number;
  readonly offsetUs: number;
  /** Number of unique tuple pairs behind the estimate. */
  readonly support: number;
}

/** The figures of `entwine link` for one capture (contract: design, part 7). */
export interface LinkReport {
  readonly capture: string;
  readonly events: number;
  readonly flows: number;
  readonly tuplePairs: number;
  readonly links: number;
  readonly byMethod: Readonly<Record<LinkMethod, number>>;
  /** By host, seconds. */
  readonly offsetSeconds: Readonly<Record<string, number>>;
  /** Of |corrected residual| over the tuple pairs, seconds; null without pairs. */
  readonly residualP50: number | null;
  readonly residualP99: number | null;
  readonly unlinkedEventsByReason: Readonly<Record<string, number>>;
  readonly unlinkedFlowsByReason: Readonly<Record<string, number>>;
}

/** What a linker makes of one capture. */
export interface LinkOutcome {
  readonly links: readonly LinkDraft[];
  readonly names: readonly NameSpan[];
  readonly offsets: readonly ClockOffset[];
  readonly report: LinkReport;
}

/** Ties the events of one capture to its flows. */
export type Linker = (input: LinkInput) => LinkOutcome;

/**
 * Gathers one capture row by row, in any order, in the linker's own compact form: about 40 bytes a
 * flow, so that millions of rows can be streamed in without a list of objects.
 */
export interface LinkSession {
  addEvent(event: LinkableEvent): void;
  addFlow(flow: LinkableFlow): void;
  addName(name: NameObservation): void;
  /** Links what was added; the session is of no use afterwards. */
  finish(): LinkOutcome;
}

/** Opens the session of one capture; `Linker` is the same over lists. */
export type OpenLinkSession = (capture: string) => LinkSession;

/** What to take off the stamps of one event type of a host to reach the sensor's clock. */
export type SensorOffset = (host: string, eventType: number, timeUs: number) => number;

/** The distance of one event type's clock from the clock of its host's network events. */
export interface KindOffset {
  readonly host: string;
  readonly eventType: number;
  /** To be taken off a stamp of this type on top of the host's `ClockOffset`. */
  readonly shiftUs: number;
  /** Number of stamps behind the estimate. */
  readonly support: number;
}

/**
 * What to take off the stamps of one event type of a host in [fromUs, toUs) of its own clock:
 * `offsetUs + slope × (stamp - fromUs)`. Spans of a type meet and cover all times.
 */
export interface ClockSpan {
  readonly host: string;
  readonly eventType: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly offsetUs: number;
  /** Drift of this clock against the sensor's; 0 but for clocks that wander. */
  readonly slope: number;
}

/** Learns, from all events of a capture, by how much the clocks of event types differ. */
export interface KindClock {
  add(host: string, eventType: number, timeUs: number, loggedUs: number | null): void;
  /** By host, then event type. */
  shifts(): readonly KindOffset[];
  /** All corrections as spans that a database can join by: by host, event type, then time. */
  spans(offsets: readonly ClockOffset[]): readonly ClockSpan[];
  /** The offset of any stamp, given the offsets of the hosts' network events. */
  sensorOffset(offsets: readonly ClockOffset[]): SensorOffset;
}

/** Opens an empty clock estimate for one capture. */
export type OpenKindClock = () => KindClock;

/** Rows of a shard or of the reference tables, by table. */
export type TableRows = ReadonlyMap<string, readonly Row[]>;
