/**
 * What is learned from the data without noise: the guarantee does not speak of it. Protected by
 * the rule of k subjects, or by counts over all subjects, as without differential privacy.
 */
export const NOT_COVERED: readonly string[] = [
  'the number of training subjects, the share that each step draws, and the hour in which the captures begin',
  'the kinds of activity, their frequencies, and which column says what a row is',
  'activities, born rows and distinct names by subject: where their counts are cut into bins',
  'which columns are copies, multiples or ends of others, and which key never names the same row as another',
  'names: by how many subjects each sort of name is met and borne, and which public names occur',
  'the form of host, domain and account names, and the prefixes of addresses',
  'the numbers of rows of reference tables',
  'which shared texts hold a name of the training data and are therefore not kept',
];
