import type { SideTotals } from './detection-table.ts';
import type { SigmaRules } from './sigma-rule.ts';

/** Refusals that are written out. */
const SHOWN = 10;

/** What the evaluation was made on. */
export interface EvaluatedOn {
  /** Fields that the tables hold. */
  readonly held: ReadonlySet<string>;
  readonly totals: SideTotals;
  /** Share of the subjects in the smaller sample, in (0, 1]. */
  readonly share: number;
}

/** What limits the figures about detections; null where nothing was evaluated. */
export function detectionNotes(sigma: SigmaRules, on: EvaluatedOn | null): readonly string[] {
  return [...(on === null ? [] : evaluationNotes(sigma, on)), ...refusalNotes(sigma)];
}

function evaluationNotes({ rules }: SigmaRules, { held, totals, share }: EvaluatedOn) {
  const lacking = rules.filter(({ fields }) => fields.some((field) => !held.has(field)));
  const { original, synthetic } = totals;
  const notes = [
    `detections: ${rules.length} rules on ${original.events} original and ${synthetic.events} ` +
      'synthetic events; most rules are silent on benign events, which lifts the agreement: read ' +
      'it beside the overlap of the rules that fire',
    'detections: hosts, users, names and addresses are new by design: a rule on a literal one of ' +
      'the original cannot fire alike',
    'detections: the rules are their authors’ and stand under their own licences; pass on ' +
      'matches with the author’s name',
  ];
  if (lacking.length > 0) {
    notes.push(
      `detections: ${lacking.length} rules also read fields that the tables do not hold: ` +
        `${lackingFields(lacking, held)}; there these count as missing on both sides`,
    );
  }
  if (share < 1) {
    const percent = Math.round(share * 1000) / 10;
    notes.push(`detections: ${percent} % of the subjects were drawn; rare rules may be missed`);
  }
  return notes;
}

function lackingFields(rules: SigmaRules['rules'], held: ReadonlySet<string>): string {
  const names = new Set(rules.flatMap(({ fields }) => fields.filter((name) => !held.has(name))));
  return [...names].sort().slice(0, SHOWN).join(', ');
}

function refusalNotes({ refusals }: SigmaRules): readonly string[] {
  const shown = refusals.slice(0, SHOWN).map(({ reason }) => `detections: refused: ${reason}`);
  const rest = refusals.length - shown.length;
  return rest === 0 ? shown : [...shown, `detections: refused: ${rest} more rules`];
}
