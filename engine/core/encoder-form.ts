/** How a column may be coded, where a scenario says so itself. */
export const ENCODER_FORMS = [
  'exact', // shared numbers only, a rare one becomes its neighbour
  'numeric', // frequent shared numbers, quantile bins for the rest
  'category', // labels, or shared numbers, without an order
  'text', // values and templates of texts
] as const;

export type EncoderForm = (typeof ENCODER_FORMS)[number];

/** Ways in which a column becomes codes: those to choose from, and those that a kind of column has. */
export type Encoding =
  | EncoderForm
  | 'port' // below 1024 and frequent ones exact, the rest by hundreds
  | 'flags' // labels that are sets of letters
  | 'moment' // a time as its distance from the row's
  | 'identity' // a name, by its part in the subject's life
  | 'guid' // new in every row
  | 'key'; // numbered when rows are written
