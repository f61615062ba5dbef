/** Times as other programs write them, out of integer microseconds UTC; exact, never by a float. */

const SECOND_US = 1_000_000;

let lastSecond = Number.NaN;
let lastText = '';

/** `YYYY-MM-DDTHH:MM:SS`; remembers the last one, as records come in order of time. */
export function secondText(timeUs: number): string {
  const second = (timeUs - (timeUs % SECOND_US)) / SECOND_US;
  if (second !== lastSecond) {
    lastText = new Date(second * 1000).toISOString().slice(0, 19);
    lastSecond = second;
  }
  return lastText;
}

/** `YYYY-MM-DDTHH:MM:SS.ffffff0Z`, the seven decimals of Windows' `TimeCreated`. */
export function createdText(timeUs: number): string {
  return `${secondText(timeUs)}.${microText(timeUs)}0Z`;
}

/** `YYYY-MM-DDTHH:MM:SS.ffffffZ` */
export function isoText(timeUs: number): string {
  return `${secondText(timeUs)}.${microText(timeUs)}Z`;
}

/** `YYYY-MM-DD HH:MM:SS.mmm`, cut to the millisecond. */
export function milliText(timeUs: number): string {
  return `${secondText(timeUs).replace('T', ' ')}.${microText(timeUs).slice(0, 3)}`;
}

/** `YYYY-MM-DD HH:MM:SS.ffffff` */
export function fullText(timeUs: number): string {
  return `${secondText(timeUs).replace('T', ' ')}.${microText(timeUs)}`;
}

/** `YYYY-MM-DD HH:MM:SS.mmm`, with six decimals where milliseconds do not say all. */
export function clockText(timeUs: number): string {
  return timeUs % 1000 === 0 ? milliText(timeUs) : fullText(timeUs);
}

/** Seconds with six decimals. */
export function secondsText(spanUs: number): string {
  const rest = spanUs % SECOND_US;
  return `${(spanUs - rest) / SECOND_US}.${String(rest).padStart(6, '0')}`;
}

/** Seconds with three decimals, with six where milliseconds do not say all. */
export function shortSecondsText(spanUs: number): string {
  const text = secondsText(spanUs);
  return spanUs % 1000 === 0 ? text.slice(0, -3) : text;
}

function microText(timeUs: number): string {
  return String(timeUs % SECOND_US).padStart(6, '0');
}
