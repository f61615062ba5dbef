import type { Field } from '../encoders/field.ts';
import type { NumericStats } from '../encoders/numeric-encoder.ts';
import type { CodeSpace } from '../models/code-space.ts';
import type { ActivityKind } from '../sequences/activities.ts';
import type { LinkLayout } from '../sequences/generation-layout.ts';
import type { PaceBounds } from '../sequences/pace.ts';
import type { AddressSpace } from '../subjects/address-space.ts';
import type { NameStyle } from '../subjects/fresh-names.ts';
import type { OwnMeetings } from './own-meetings.ts';

/** What names of one sort look like and who meets whom, without any name that is not public. */
export interface DomainStory {
  readonly name: string;
  readonly sort: 'address' | 'fqdn' | 'user' | 'label' | 'table';
  /** The reference table whose rows are the names, null for the other sorts. */
  readonly table: string | null;
  /** Columns of the root that hold the subject's own names. */
  readonly slots: readonly number[];
  readonly literals: readonly string[];
  /** What sorts of names there are: by scope, and by the port at which most are met. */
  readonly groups: readonly EntityGroup[];
  /** By group, then met by one, by two to four, by more subjects: names, and by how many. */
  readonly classes: readonly EntityClass[];
  /** Which of these names are subjects' own, and how many meetings go both ways. */
  readonly own: OwnMeetings;
}

/** Names of a scope that play one part: those of one port of their own, or all others. */
export interface EntityGroup {
  readonly scope: number;
  /** Share of the group's names that are some subject's own. */
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
  /** By scope: by how many subjects a name is borne; null where there are too few names to tell. */
  readonly bearers: readonly (EntityClass | null)[];
}

export interface TableStory {
  readonly table: string;
  readonly record: number;
  readonly fields: readonly Field[];
  /** How the row repeats the one it is linked to, and its distance from the activity's time. */
  readonly tie: number;
  readonly offset: number;
  readonly offsetStats: NumericStats;
  /** Variables that are given: by domain, how many names are left to be met and how many were. */
  readonly ratios: readonly {
    readonly domain: number;
    readonly left: number;
    readonly seen: number;
  }[];
  /** Variables that are given: the recent size of a number. */
  readonly levels: readonly { readonly column: number; readonly variable: number }[];
  /** The variable that says most about a row, by which other rows find theirs; -1 for none. */
  readonly profile: number;
  /** The column that says what a row is, -1 for none; its kind of activity decides it. */
  readonly typeColumn: number;
  /** Fields whose last row with the same name is shown, in the order of their views. */
  readonly echoes: readonly number[];
}

/** How many rows of a table are born below an owner, by what they are. */
export interface BirthStory {
  /** Position of the table in the scope. */
  readonly table: number;
  /** By profile code: position of its law. */
  readonly groups: readonly number[];
  readonly laws: readonly NumericStats[];
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
  /** Activities in all; null where there is one kind. */
  readonly total: NumericStats | null;
  readonly counts: readonly NumericStats[];
  /** Rows that appear with a row that names them, for the tables that have such. */
  readonly births: readonly BirthStory[];
  readonly start: NumericStats | null;
  readonly span: NumericStats | null;
  readonly gaps: NumericStats | null;
  readonly pace: PaceBounds;
  /** Distinct names that a subject meets, by domain and group; the root's scope only. */
  readonly demands: readonly (readonly NumericStats[])[];
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
