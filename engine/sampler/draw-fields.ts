import type { Random } from '../core/random.ts';
import { categoryEncoder } from '../encoders/category-encoder.ts';
import { COPY, type Field } from '../encoders/field.ts';
import { numericEncoder, withinSafe } from '../encoders/numeric-encoder.ts';
import type { TextMaker } from '../encoders/text/text-maker.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import { type Language, openLanguage } from '../models/language/open-language.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import { drawShare } from '../subjects/drawn-share.ts';
import { identityDrawer } from './draw-identity.ts';
import type { DrawPlace, DrawTask, FieldDrawer, FieldOf } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import { type CopySources, copyCode } from './encode-fields.ts';
import { ratioOf } from './learn-value-fields.ts';
import { columnMaker } from './subject-maker.ts';

const TRIES = 6;

/** The drawer of a field that stands for itself; the others are the plan's or the timeline's. */
export function fieldDrawer(field: Field, task: DrawTask): FieldDrawer | null {
  switch (field.type) {
    case 'number':
      return numberDrawer(field);
    case 'moment':
      return momentDrawer(field, task);
    case 'category':
      return categoryDrawer(field);
    case 'text':
      return textDrawer(field);
    case 'identity':
      return identityDrawer(field, task);
    case 'guid':
      return guidDrawer(field);
    default:
      return null;
  }
}

function numberDrawer(field: FieldOf<'number'>): FieldDrawer {
  const encoder = numericEncoder(field.stats);
  const at = (row: DrawnRow | null) => {
    const value = row?.cells[field.column];
    if (row === null || typeof value !== 'number') return Number.NaN;
    return field.divisor < 0
      ? value
      : ratioOf(value, Number(row.cells[field.divisor] ?? Number.NaN));
  };
  const sourcesOf = (place: DrawPlace): CopySources => {
    const twin = place.lag1?.cells[field.twin];
    const known = typeof twin === 'number' ? twin : Number.NaN;
    return { lag1: at(place.lag1), lag2: at(place.lag2), twin: known };
  };
  const settle = (place: DrawPlace, value: number | null) => {
    const { row } = place;
    const coded =
      field.divisor < 0 || value === null
        ? value
        : ratioOf(value, Number(row.cells[field.divisor]));
    row.cells[field.column] = value;
    place.enter(field.variable, encoder.encode(coded));
    const plain = coded ?? Number.NaN;
    if (field.copy >= 0) place.enter(field.copy, copyCode(plain, sourcesOf(place)));
  };
  const fresh = (place: DrawPlace, copy: number) => {
    if (field.copy >= 0) place.enter(field.copy, copy);
    return encoder.decode(place.take(field.variable), place.random);
  };
  const drawn = (place: DrawPlace) => {
    if (field.copy < 0) return fresh(place, COPY.first);
    const sources = sourcesOf(place);
    const copy = settledCopy(place.draw(field.copy), sources);
    place.enter(field.copy, copy);
    if (copy === COPY.missing) return null;
    if (copy === COPY.fresh || copy === COPY.first) return fresh(place, copy);
    const known =
      copy === COPY.lag1 ? sources.lag1 : copy === COPY.lag2 ? sources.lag2 : sources.twin;
    const code = encoder.encode(known);
    // NOTE: a size of another protocol is not taken over, whatever the row before had.
    if (!place.allows(field.variable, code)) return fresh(place, COPY.fresh);
    place.enter(field.variable, code);
    return known;
  };
  return (place) => {
    const forced = place.forced.get(field.column);
    if (forced !== undefined) settle(place, forced.value as number | null);
    else if (field.divisor >= 0) drawMultiple(place, field, { drawn, settle });
    else place.row.cells[field.column] = drawn(place);
  };
}

/** The copy that is possible: nothing is repeated where nothing stands. */
function settledCopy(copy: number, { lag1, lag2, twin }: CopySources): number {
  if (copy === COPY.missing) return copy;
  if (Number.isNaN(lag1) && Number.isNaN(lag2)) return COPY.first;
  if (copy === COPY.lag1 && !Number.isNaN(lag1)) return copy;
  if (copy === COPY.twin && !Number.isNaN(twin)) return copy;
  return copy === COPY.lag2 && !Number.isNaN(lag2) ? copy : COPY.fresh;
}

/** A value that is so many times another cell; zero of zero, missing of missing. */
function drawMultiple(
  place: DrawPlace,
  field: FieldOf<'number'>,
  of: {
    readonly drawn: (place: DrawPlace) => number | null;
    readonly settle: (place: DrawPlace, value: number | null) => void;
  },
): void {
  const divisor = place.row.cells[field.divisor];
  if (typeof divisor !== 'number' || divisor === 0) {
    of.settle(place, divisor === 0 ? 0 : null);
    return;
  }
  let ratio = of.drawn(place);
  for (let tries = 0; tries < TRIES && (ratio === null || ratio === 0); tries += 1)
    ratio = of.drawn(place);
  place.row.cells[field.column] = withinSafe(Math.round((ratio ?? 40) * divisor));
}

function momentDrawer(field: FieldOf<'moment'>, task: DrawTask): FieldDrawer {
  const encoder = numericEncoder(field.stats);
  return (place) => {
    const { row } = place;
    const distance = encoder.decode(place.take(field.variable), place.random);
    const base = Number.isNaN(row.time) ? task.startUs : row.time;
    row.cells[field.column] = distance === null ? null : withinSafe(Math.round(base + distance));
  };
}

function categoryDrawer(field: FieldOf<'category'>): FieldDrawer {
  const encoder = categoryEncoder(field.stats);
  return (place) => {
    const forced = place.forced.get(field.column);
    const code = forced === undefined ? place.draw(field.variable) : encoder.encode(forced.value);
    place.enter(field.variable, code);
    const value = forced === undefined ? encoder.decode(code, place.random) : forced.value;
    place.row.cells[field.column] = value;
    if (field.isBoolean && value !== null) place.row.cells[field.column] = value === true;
  };
}

function textDrawer(field: FieldOf<'text'>): FieldDrawer {
  const encoder = textEncoder(field.stats);
  const language = openLanguage(field.stats);
  const { fits, partner } = pairJudge(field);
  const has = (row: DrawnRow | null) =>
    typeof row?.cells[field.column] === 'string' ? 1 : Number.NaN;
  return (place) => {
    const { row } = place;
    const copy =
      place.fixed?.variable === field.variable
        ? copyOfFixed(place, field)
        : settledCopy(place.draw(field.copy), {
            lag1: has(place.lag1),
            lag2: has(place.lag2),
            twin: Number.NaN,
          });
    place.enter(field.copy, copy);
    row.cells[field.column] = null;
    place.enter(field.variable, MISSING);
    if (copy === COPY.missing) return;
    const from = copy === COPY.lag1 ? place.lag1 : copy === COPY.lag2 ? place.lag2 : null;
    const known = from?.cells[field.column];
    const isFit = from !== null && fits(place, place.codeOf(from, field.variable));
    if (from !== null && typeof known === 'string' && isFit) {
      row.cells[field.column] = known;
      place.enter(field.variable, place.codeOf(from, field.variable));
      return;
    }
    const drawn = place.take(field.variable);
    const code = fits(place, drawn) ? drawn : partner(place, drawn);
    place.enter(field.variable, code);
    const maker = columnMaker(place.subject.maker, `${row.table} ${field.column}`);
    const beside = besideOf(place, field, language);
    row.cells[field.column] = encoder.make(code, place.random, { ...maker, ...beside });
  };
}

/** Tells whether a text goes with the one that decides about it, and draws one that does. */
function pairJudge({ pairs }: FieldOf<'text'>) {
  const seen = new Map((pairs?.seen ?? []).map((one) => [one.code, one]));
  const of = (place: DrawPlace) =>
    pairs === null ? undefined : seen.get(place.codeOf(place.row, pairs.variable));
  return {
    fits: (place: DrawPlace, code: number) => of(place)?.with.includes(code) ?? true,
    partner: (place: DrawPlace, code: number) => {
      const known = of(place);
      const at = known === undefined ? -1 : drawShare(known.rows, place.random);
      return known?.with[at] ?? code;
    },
  };
}

/** What the row adds to a maker: the text that decides about the field's, and who writes it. */
function besideOf(
  place: DrawPlace,
  { pairs }: FieldOf<'text'>,
  language: Language | null,
): Pick<TextMaker, 'key' | 'write' | 'allows'> {
  const value = place.row.cells[pairs?.column ?? -1];
  const key = typeof value === 'string' ? { key: value } : {};
  if (language === null) return key;
  const decider = pairs === null ? 0 : place.codeOf(place.row, pairs.variable);
  // NOTE: texts of a pool are the same whatever decides about them.
  const write: TextMaker['write'] = ({ at, pool }, random) =>
    language.write(at, pool === 0 ? decider : 0, random);
  return { ...key, write, allows: language.allows };
}

/** Where a text whose code is fixed comes from: a row before that has the same code. */
function copyOfFixed(place: DrawPlace, field: FieldOf<'text'>): number {
  const code = place.fixed?.code ?? MISSING;
  if (code < FIRST) return COPY.missing;
  const { lag1, lag2 } = place;
  if (lag1 !== null && place.codeOf(lag1, field.variable) === code) return COPY.lag1;
  if (lag2 !== null && place.codeOf(lag2, field.variable) === code) return COPY.lag2;
  return lag1 === null ? COPY.first : COPY.fresh;
}

function guidDrawer(field: FieldOf<'guid'>): FieldDrawer {
  return (place) => {
    const code = place.take(field.variable);
    place.row.cells[field.column] = code < FIRST ? null : freshGuid(place.random);
  };
}

function freshGuid(random: Random): string {
  const hex = (digits: number) =>
    random
      .integer(16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return `{${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}}`;
}
