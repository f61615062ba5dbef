/** `YYYY-MM-DD HH:MM:SS.mmm` as in Sysmon's UtcTime. */
export function sysmonStamp(timeUs: number): string {
  return isoStamp(timeUs).replace('T', ' ').slice(0, -1);
}

/** `YYYY-MM-DDTHH:MM:SS.mmmZ` as in TimeCreated. */
export function isoStamp(timeUs: number): string {
  return new Date(Math.floor(timeUs / 1000)).toISOString();
}

/** Seconds with six decimals, without a detour over floating point. */
export function secondsText(timeUs: number): string {
  return `${Math.floor(timeUs / 1e6)}.${String(timeUs % 1e6).padStart(6, '0')}`;
}
