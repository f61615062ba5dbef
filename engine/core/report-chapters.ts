/** Chapters of the report that may be left out, in the order in which they are written. */
export const REPORT_CHAPTERS = [
  'privacy',
  'relations',
  'link-laws',
  'relink',
  'pace',
  'graph',
  'text',
  'similarity',
  'utility',
  'rules',
  'detections',
  'training',
] as const;

export type ReportChapter = (typeof REPORT_CHAPTERS)[number];
