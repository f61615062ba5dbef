/** Where Sysmon's events come from, as the Windows event log says it. */
export const CHANNEL = 'Microsoft-Windows-Sysmon/Operational';
export const SOURCE = 'Microsoft-Windows-Sysmon';
export const PROVIDER = '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}';

/** Sysmon's own error report. */
const ERROR_REPORT = 255;

/** Level of a kind's events: 4 is information, 2 is error. */
export function levelOf(eventType: number): number {
  return eventType === ERROR_REPORT ? 2 : 4;
}
