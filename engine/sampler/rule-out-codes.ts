import { defined } from '../core/invariant.ts';
import type { Field } from '../encoders/field.ts';
import type { RecordSpec } from '../models/code-space.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import type { GenerationLayout, TableLayout } from '../sequences/generation-layout.ts';
import { LATENT, latentStats } from './latents.ts';
import { GAP, KIND } from './learn-scope.ts';
import type { ScopeStory, TableStory } from './story.ts';

/** By variable: the first code that it may have. */
type Floors = Map<number, number>;

/**
 * Marks the codes that a schema rules out: missing cells of columns that are never missing, and the
 * code of what is not there.
 *
 * Says nothing of the data, so that a model within a privacy budget may know it, too.
 */
export function ruleOutCodes(
  layout: GenerationLayout,
  learned: {
    readonly space: readonly RecordSpec[];
    readonly tables: Readonly<Record<string, TableStory>>;
    readonly scopes: readonly ScopeStory[];
  },
): RecordSpec[] {
  const floors: Floors[] = learned.space.map(() => new Map());
  for (const [name, story] of Object.entries(learned.tables)) {
    const table = defined(layout.tables.get(name), 'table has a layout');
    const own = defined(floors[story.record], 'record exists');
    for (const field of story.fields) addFloors(own, field, table);
  }
  for (const scope of learned.scopes) {
    const latents = defined(floors[scope.latentRecord], 'record exists');
    for (const at of latentStats(scope).keys()) {
      latents.set(at, at === LATENT.span || at === LATENT.start ? MISSING : FIRST);
    }
    floors[scope.activityRecord]?.set(KIND, FIRST).set(GAP, MISSING);
  }
  return learned.space.map((spec, record) => withFloors(spec, defined(floors[record], 'as many')));
}

function withFloors(spec: RecordSpec, floors: Floors): RecordSpec {
  const variables = spec.variables.map((one, variable) => {
    const floor = floors.get(variable) ?? 0;
    const never = Array.from({ length: floor }, (_, code) => code);
    return one.given || floor === 0 ? one : { ...one, never };
  });
  return { ...spec, variables };
}

function addFloors(floors: Floors, field: Field, table: TableLayout): void {
  const floorOf = (columns: readonly number[]) =>
    columns.some((one) => table.table.columns[one]?.nullable === true) ? MISSING : FIRST;
  switch (field.type) {
    case 'number':
      // NOTE: a quotient is missing where its divisor is 0, whatever the column says.
      addValue(floors, field, field.divisor >= 0 ? MISSING : floorOf([field.column]));
      break;
    case 'text':
      addValue(floors, field, floorOf([field.column]));
      break;
    case 'identity':
      floors.set(field.variable, floorOf(field.columns));
      break;
    case 'relation':
      addRelation(floors, field, table);
      break;
    case 'mark':
    case 'echo':
      break;
    default:
      floors.set(field.variable, floorOf([field.column]));
  }
}

/** What is drawn anew is there; whether it is missing stands in the variable before it. */
function addValue(
  floors: Floors,
  field: { readonly copy: number; readonly variable: number },
  floor: number,
): void {
  floors.set(field.variable, field.copy < 0 ? floor : FIRST);
  if (field.copy >= 0) floors.set(field.copy, floor);
}

function addRelation(
  floors: Floors,
  field: Extract<Field, { readonly type: 'relation' }>,
  table: TableLayout,
): void {
  const { required } = defined(table.relations[field.relation], 'relation exists').relationship;
  floors.set(field.variable, required ? FIRST : MISSING).set(field.rank, FIRST);
  if (field.profile >= 0) floors.set(field.profile, MISSING);
}
