/**
 * What is learned from the data without noise, so that the guarantee does not speak of it: sums over
 * all subjects, or protected by the rule of k subjects, as without differential privacy.
 */
export const NOT_COVERED: readonly string[] = [
  'numbers of training subjects and of rows, in all and by table, and the hour in which the captures begin',
  'kinds of activity, how frequent they are, how fast they follow, and which column says what a row is',
  'where counts by subject are cut into bins: activities by kind, rows that are born, names that are met',
  'structure: which columns are copies, multiples or ends of others, which keys and address families go together',
  'names: by how many subjects each sort of name is met and borne, how many are subjects’ own, which public ones occur',
  'the look of host, domain and account names and the prefixes of addresses, as far as k subjects share them',
  'reference tables: the law of their columns hides a row of them, not a subject',
  'which shared labels and texts hold a name of the training data and are therefore not kept',
];
