/**
 * Where one Sysmon kind's event data lies in the columns of `events`: names of its fields.
 *
 * What all kinds share (time, host, acting process) and the connection of kind 3 are not told here.
 */
export interface SysmonKind {
  /** What the event acts on: column `target`. */
  readonly target: string | null;
  /** The kind's own word: column `detail`. */
  readonly detail: string | null;
  /** What was written or carried: column `value`, joined by `|` where there are several. */
  readonly value: readonly string[];
  /** Digests: column `hashes`. */
  readonly hashes: string | null;
  /** True where `Signed`, `Signature` and `SignatureStatus` make column `signature`. */
  readonly signed: boolean;
  /** True where the process that is acted on has a GUID: column `target_process_key`. */
  readonly actsOnProcess: boolean;
}

/** What stands in a joined value for a part that the event lacks, as Sysmon writes it. */
export const MISSING_PART = '-';

/** Every kind that Sysmon 15 writes, by event id. */
export const SYSMON_KINDS: Readonly<Record<number, SysmonKind>> = {
  1: kind({ hashes: 'Hashes' }),
  2: kind({ target: 'TargetFilename', value: ['PreviousCreationUtcTime'] }),
  3: kind({}),
  4: kind({ detail: 'State', value: ['SchemaVersion'] }),
  5: kind({}),
  6: kind({ target: 'ImageLoaded', hashes: 'Hashes', signed: true }),
  7: kind({ target: 'ImageLoaded', hashes: 'Hashes', signed: true }),
  8: kind({
    target: 'TargetImage',
    value: ['StartModule', 'StartFunction', 'StartAddress'],
    actsOnProcess: true,
  }),
  9: kind({ target: 'Device' }),
  10: kind({
    target: 'TargetImage',
    detail: 'GrantedAccess',
    value: ['CallTrace'],
    actsOnProcess: true,
  }),
  11: kind({ target: 'TargetFilename' }),
  12: kind({ target: 'TargetObject', detail: 'EventType' }),
  13: kind({ target: 'TargetObject', detail: 'EventType', value: ['Details'] }),
  14: kind({ target: 'TargetObject', detail: 'EventType', value: ['NewName'] }),
  15: kind({ target: 'TargetFilename', value: ['Contents'], hashes: 'Hash' }),
  16: kind({ target: 'Configuration', hashes: 'ConfigurationFileHash' }),
  17: kind({ target: 'PipeName', detail: 'EventType' }),
  18: kind({ target: 'PipeName', detail: 'EventType' }),
  19: kind({ target: 'Name', detail: 'Operation', value: ['Query'] }),
  20: kind({ target: 'Name', detail: 'Operation', value: ['Destination'] }),
  21: kind({ target: 'Consumer', detail: 'Operation', value: ['Filter'] }),
  22: kind({}),
  23: kind({
    target: 'TargetFilename',
    detail: 'IsExecutable',
    value: ['Archived'],
    hashes: 'Hashes',
  }),
  24: kind({ detail: 'Archived', value: ['ClientInfo'], hashes: 'Hashes' }),
  25: kind({ value: ['Type'] }),
  26: kind({ target: 'TargetFilename', detail: 'IsExecutable', hashes: 'Hashes' }),
  27: kind({ target: 'TargetFilename', hashes: 'Hashes' }),
  28: kind({ target: 'TargetFilename', detail: 'IsExecutable', hashes: 'Hashes' }),
  29: kind({ target: 'TargetFilename', hashes: 'Hashes' }),
  255: kind({ detail: 'ID', value: ['Description'] }),
};

function kind(fields: Partial<SysmonKind>): SysmonKind {
  return {
    target: null,
    detail: null,
    value: [],
    hashes: null,
    signed: false,
    actsOnProcess: false,
    ...fields,
  };
}
