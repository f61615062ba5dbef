/** How Sysmon writes one kind: the message's headline, the event's version, its data in order. */
export interface SysmonLayout {
  readonly headline: string;
  readonly version: number;
  readonly data: readonly string[];
}

const ACTOR = 'RuleName UtcTime ProcessGuid ProcessId';
const FILE = 'FileVersion Description Product Company OriginalFileName';
const SIGNED = 'Signed Signature SignatureStatus';
const WMI = 'RuleName EventType UtcTime Operation User';

/**
 * Every kind that Sysmon 15 writes, by event id, as its event schema orders the data.
 *
 * @see Sysmon's manifest, as `sysmon -s` prints it (schema 4.90)
 */
export const SYSMON_LAYOUTS: Readonly<Record<number, SysmonLayout>> = {
  1: layout(
    'Process Create',
    5,
    `${ACTOR} Image ${FILE} CommandLine CurrentDirectory User LogonGuid LogonId TerminalSessionId ` +
      'IntegrityLevel Hashes ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser',
  ),
  2: layout(
    'File creation time changed',
    5,
    `${ACTOR} Image TargetFilename CreationUtcTime PreviousCreationUtcTime User`,
  ),
  3: layout(
    'Network connection detected',
    5,
    `${ACTOR} Image User Protocol Initiated SourceIsIpv6 SourceIp SourceHostname SourcePort ` +
      'SourcePortName DestinationIsIpv6 DestinationIp DestinationHostname DestinationPort ' +
      'DestinationPortName',
  ),
  4: layout('Sysmon service state changed', 3, 'UtcTime State Version SchemaVersion'),
  5: layout('Process terminated', 3, `${ACTOR} Image User`),
  6: layout('Driver loaded', 4, `RuleName UtcTime ImageLoaded Hashes ${SIGNED}`),
  7: layout('Image loaded', 3, `${ACTOR} Image ImageLoaded ${FILE} Hashes ${SIGNED} User`),
  8: layout(
    'CreateRemoteThread detected',
    2,
    'RuleName UtcTime SourceProcessGuid SourceProcessId SourceImage TargetProcessGuid ' +
      'TargetProcessId TargetImage NewThreadId StartAddress StartModule StartFunction SourceUser ' +
      'TargetUser',
  ),
  9: layout('RawAccessRead detected', 2, `${ACTOR} Image Device User`),
  10: layout(
    'Process accessed',
    3,
    'RuleName UtcTime SourceProcessGUID SourceProcessId SourceThreadId SourceImage ' +
      'TargetProcessGUID TargetProcessId TargetImage GrantedAccess CallTrace SourceUser TargetUser',
  ),
  11: layout('File created', 2, `${ACTOR} Image TargetFilename CreationUtcTime User`),
  12: layout('Registry object added or deleted', 2, registry('TargetObject')),
  13: layout('Registry value set', 2, registry('TargetObject Details')),
  14: layout('Registry object renamed', 2, registry('TargetObject NewName')),
  15: layout(
    'File stream created',
    2,
    `${ACTOR} Image TargetFilename CreationUtcTime Hash Contents User`,
  ),
  16: layout('Sysmon config state changed', 3, 'UtcTime Configuration ConfigurationFileHash'),
  17: layout('Pipe Created', 1, `RuleName EventType ${pipe()}`),
  18: layout('Pipe Connected', 1, `RuleName EventType ${pipe()}`),
  19: layout('WmiEventFilter activity detected', 3, `${WMI} EventNamespace Name Query`),
  20: layout('WmiEventConsumer activity detected', 3, `${WMI} Name Type Destination`),
  21: layout('WmiEventConsumerToFilter activity detected', 3, `${WMI} Consumer Filter`),
  22: layout('Dns query', 5, `${ACTOR} QueryName QueryStatus QueryResults Image User`),
  23: layout('File Delete archived', 5, deleted('Hashes IsExecutable Archived')),
  24: layout('Clipboard changed', 5, `${ACTOR} Image Session ClientInfo Hashes Archived User`),
  25: layout('Process Tampering', 5, `${ACTOR} Image Type User`),
  26: layout('File Delete logged', 5, deleted('Hashes IsExecutable')),
  27: layout('File Block Executable', 5, deleted('Hashes')),
  28: layout('File Block Shredding', 5, deleted('Hashes IsExecutable')),
  29: layout('File Executable Detected', 5, deleted('Hashes')),
  255: layout('Error report', 3, 'UtcTime ID Description'),
};

function layout(headline: string, version: number, data: string): SysmonLayout {
  return { headline, version, data: data.split(' ') };
}

function registry(fields: string): string {
  return `RuleName EventType UtcTime ProcessGuid ProcessId Image ${fields} User`;
}

function pipe(): string {
  return 'UtcTime ProcessGuid ProcessId PipeName Image User';
}

function deleted(fields: string): string {
  return `${ACTOR} User Image TargetFilename ${fields}`;
}
