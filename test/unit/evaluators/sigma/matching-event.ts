import { compileRules } from '../../../../evaluators/sigma/compile-rules.ts';
import type { SigmaEvent } from '../../../../evaluators/sigma/event-reader.ts';
import { loadSigmaRules } from '../../../../evaluators/sigma/load-sigma-rules.ts';

export type Fields = Readonly<Record<string, string | null>>;

/** An event of the given fields. */
export function eventOf(fields: Fields, eventId = 1): SigmaEvent {
  return {
    eventId,
    value: (field) => fields[field] ?? null,
    texts: () => Object.values(fields).filter((text) => text !== null),
  };
}

/** A rule's text around a detection in YAML. */
export function ruleText(detection: string, logsource = 'category: process_creation'): string {
  const indented = detection.split('\n').map((line) => `  ${line}`);
  return ['title: Test rule', 'logsource:', `  ${logsource}`, 'detection:', ...indented].join('\n');
}

/** Whether a detection meets each of the events. */
export function answers(detection: string, events: readonly Fields[]): boolean[] {
  const { rules, refusals } = loadSigmaRules([{ path: 'rule.yml', text: ruleText(detection) }]);
  if (refusals[0] !== undefined) throw new Error(refusals[0].reason);
  const matcher = compileRules(rules);
  return events.map((fields) => {
    let isMet = false;
    matcher.match(eventOf(fields), () => {
      isMet = true;
    });
    return isMet;
  });
}

/** Why a text is refused; null where it is not. */
export function refusalOf(text: string): string | null {
  return loadSigmaRules([{ path: 'rule.yml', text }]).refusals[0]?.reason ?? null;
}
