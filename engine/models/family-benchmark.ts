import type { TableRole } from '../schema/table-schema.ts';

/** What one family reached on one table of one scenario. */
export interface MeasuredFamily {
  readonly scenario: string;
  readonly table: string;
  readonly role: TableRole;
  /** Rows of the table that were learned from. */
  readonly rows: number;
  /** Subjects that they belong to. */
  readonly subjects: number;
  readonly family: string;
  /** Accuracy of the table as in report.json, 0..1. */
  readonly accuracy: number;
  /** Of the whole release; null where it was not attacked. */
  readonly membershipAuc: number | null;
  /** Time to train the whole generator; null where it was not taken. */
  readonly seconds: number | null;
}

/**
 * What `auto` goes by: rows as `npm run bench:families` prints them.
 *
 * @see docs/methods/families.md
 */
export const FAMILY_BENCHMARK: readonly MeasuredFamily[] = [
  {
    scenario: 'netflow-by-source',
    table: 'flows',
    role: 'sequence',
    rows: 554_801,
    subjects: 25_504,
    family: 'trees',
    accuracy: 0.9735,
    membershipAuc: 0.505,
    seconds: 36,
  },
  {
    scenario: 'netflow-by-source',
    table: 'flows',
    role: 'sequence',
    rows: 554_801,
    subjects: 25_504,
    family: 'argn',
    accuracy: 0.9744,
    membershipAuc: 0.515,
    seconds: 228,
  },
  {
    scenario: 'netflow-by-source',
    table: 'flows',
    role: 'sequence',
    rows: 554_801,
    subjects: 25_504,
    family: 'bayes-net',
    accuracy: 0.923,
    membershipAuc: null,
    seconds: 15,
  },
  {
    scenario: 'linked',
    table: 'subjects',
    role: 'subject',
    rows: 138,
    subjects: 138,
    family: 'trees',
    accuracy: 0.866,
    membershipAuc: 0.526,
    seconds: 37,
  },
  {
    scenario: 'linked',
    table: 'subjects',
    role: 'subject',
    rows: 138,
    subjects: 138,
    family: 'argn',
    accuracy: 0.855,
    membershipAuc: 0.556,
    seconds: 314,
  },
  {
    scenario: 'linked',
    table: 'processes',
    role: 'sequence',
    rows: 15_156,
    subjects: 138,
    family: 'trees',
    accuracy: 0.82,
    membershipAuc: 0.526,
    seconds: 37,
  },
  {
    scenario: 'linked',
    table: 'processes',
    role: 'sequence',
    rows: 15_156,
    subjects: 138,
    family: 'argn',
    accuracy: 0.76,
    membershipAuc: 0.556,
    seconds: 314,
  },
  {
    scenario: 'linked',
    table: 'events',
    role: 'sequence',
    rows: 158_102,
    subjects: 138,
    family: 'trees',
    accuracy: 0.895,
    membershipAuc: 0.526,
    seconds: 37,
  },
  {
    scenario: 'linked',
    table: 'events',
    role: 'sequence',
    rows: 158_102,
    subjects: 138,
    family: 'argn',
    accuracy: 0.871,
    membershipAuc: 0.556,
    seconds: 314,
  },
  {
    scenario: 'linked',
    table: 'flows',
    role: 'sequence',
    rows: 1_548,
    subjects: 138,
    family: 'trees',
    accuracy: 0.853,
    membershipAuc: 0.526,
    seconds: 37,
  },
  {
    scenario: 'linked',
    table: 'flows',
    role: 'sequence',
    rows: 1_548,
    subjects: 138,
    family: 'argn',
    accuracy: 0.78,
    membershipAuc: 0.556,
    seconds: 314,
  },
];
