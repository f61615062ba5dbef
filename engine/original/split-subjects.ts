/**
 * SQL statements that split the subjects into training and holdout and note where each came from.
 *
 * The order is that of a keyed digest of the subject, so it depends on the seed and on nothing
 * else; exactly `round(holdout × subjects)` of them are held out.
 *
 * @param seed the run's seed
 * @param holdout share of subjects that the generator never sees, 0..0.9
 */
export function splitSubjects(seed: number, holdout: number): readonly string[] {
  return [
    'delete from subject_origins',
    `insert into subject_origins (subject_key, capture, identity, part)
       select subject_key, capture, owner,
              case when place <= round(${holdout}::numeric * total) then 'holdout'
                   else 'training' end
       from (select subject_key, capture, owner, count(*) over () as total,
                    row_number() over
                      (order by md5('${seed}:' || subject_key) collate "C", subject_key) as place
             from placed_subjects) as ranked`,
  ];
}
