import type { Field } from '../encoders/field.ts';
import type { NumericStats } from '../encoders/numeric-encoder.ts';
import type { CodeSpace } from '../models/code-space.ts';
import type { ActivityKind } from '../sequences/activities.ts';
import type { LinkLayout } from '../sequences/generation-layout.ts';
import type { AddressSpace } from '../subjects/address-space.ts';
import type { NameStyle } from '../subjects/fresh-names.ts';

/** What names of one sort look like and who meets whom, without any name that is not public. */
export interface DomainStory {
  readonly name: string;
  readonly sort: 'address' | 'fqdn' | 'user' | 'label' | 'table';
  /** The reference table whose rows are the names, null for the other sorts. */
  readonly table: string | null;
  /** Columns of the root that hold the subject's own names. */
  readonly slots: readonly number[];
  readonly literals: readonly string[];
  /** By class (scope of the name, then few, some or many subjects): names met, and by how many. */
  readonly classes: readonly EntityClass[];
  /** Share of the names met that are some subject's own. */
  readonly ownShare: number;
}

export interface EntityClass {
  readonly entities: number;
  readonly degrees: NumericStats;
  readonly degreeWeights: readonly number[];
}

/** How the subjects' own names are shared among subjects. */
export interface SlotStory {
  readonly column: number;
  readonly domain: number;
  /** Position of an earlier slot that decides this one, -1 for none. */
  readonly decidedBy: number;
  /** By scope: share of distinct names among the subjects that have one of it. */
  readonly distinct: readonly number[];
}

export interface TableStory {
  readonly table: string;
  readonly record: number;
  readonly fields: readonly Field[];
  /** Variables that are given: slot, tie, offset, and the endpoints left by domain. */
  readonly tie: number;
  readonly offset: number;
  readonly offsetStats: NumericStats;
  readonly ratios: readonly { readonly domain: number; readonly variable: number }[];
}

export interface ScopeStory {
  readonly parent: string;
  readonly tables: readonly string[];
  readonly links: readonly LinkLayout[];
  readonly kinds: readonly ActivityKind[];
  /** Activities of each kind in the training data. */
  readonly kindWeights: readonly number[];
  /** First slot number of each kind. */
  readonly slotBases: readonly number[];
  readonly untimedLast: boolean;
  readonly latentRecord: number;
  readonly activityRecord: number;
  readonly counts: readonly NumericStats[];
  readonly start: NumericStats | null;
  readonly span: NumericStats | null;
  readonly gaps: NumericStats | null;
  /** Distinct names that a subject meets, by domain; the root's scope only. */
  readonly demands: readonly NumericStats[];
}

/** Everything about the data that is not a law of codes: plain JSON. */
export interface Story {
  readonly k: number;
  readonly subjects: number;
  /** Start of the original's horizon, cut to the hour; microseconds UTC. */
  readonly baseUs: number;
  /** How far from the start a time may lie, before and after. */
  readonly reachUs: number;
  readonly space: CodeSpace;
  readonly domains: readonly DomainStory[];
  readonly slots: readonly SlotStory[];
  readonly tables: Readonly<Record<string, TableStory>>;
  readonly scopes: readonly ScopeStory[];
  readonly references: Readonly<Record<string, ReferenceStory>>;
  readonly addresses: AddressSpace;
  readonly names: NameStyle;
  readonly accountsWithRealm: number;
  readonly words: readonly string[];
}

/** How many rows a reference table has. */
export interface ReferenceStory {
  readonly rows: number;
  /** Domain whose names the table's rows tell about, each with none, one or more; -1 for none. */
  readonly describes: number;
  /** Rows by name: share of names with 0, 1, 2, … rows. */
  readonly rowsByName: readonly number[];
}
