/** How a column may be coded, where a scenario says so itself. */
export const ENCODER_FORMS = ['numeric', 'category', 'text', 'exact'] as const;

export type EncoderForm = (typeof ENCODER_FORMS)[number];
