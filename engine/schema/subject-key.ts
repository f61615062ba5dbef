/** First column of every key outside reference tables: rows of one subject stay on one shard. */
export const SUBJECT_KEY = 'subject_key';
