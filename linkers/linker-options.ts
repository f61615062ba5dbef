const SECOND = 1_000_000;

/** What a scenario can say about linking; every part has a default. */
export interface LinkerOptions {
  /** Least half-width of the time window, microseconds; 2 s. */
  readonly windowUs?: number;
  /** Greatest half-width that residuals can widen the window to, microseconds; 60 s. */
  readonly maxWindowUs?: number;
  /** Link events whose exact tuple the sensor cannot show (lost ports, NAT); on. */
  readonly relaxed?: boolean;
  /** Link by the host's name and time alone where nothing else does; off, it is imprecise. */
  readonly fqdnTime?: boolean;
  /** Conversations that one event may be linked to; 1. */
  readonly maxFlowsPerEvent?: number;
  /** Events of one host and direction that one flow may be linked to; 1. */
  readonly maxEventsPerFlow?: number;
  /** Link both rows of a conversation where flows are unidirectional; on. */
  readonly linkBothDirections?: boolean;
}

/** Options with their defaults filled in. */
export type LinkerSettings = Required<LinkerOptions>;

/** Fills in the defaults. */
export function withDefaults(options: LinkerOptions): LinkerSettings {
  return {
    windowUs: 2 * SECOND,
    maxWindowUs: 60 * SECOND,
    relaxed: true,
    fqdnTime: false,
    maxFlowsPerEvent: 1,
    maxEventsPerFlow: 1,
    linkBothDirections: true,
    ...options,
  };
}
