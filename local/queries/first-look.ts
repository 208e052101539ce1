/** A question about the lake and its SQL, which runs in Athena and in DuckDB alike. */
type FirstLook = { title: string; sql: string };

/**
 * Resources of an export with `_elements` are not newer versions of complete ones (rule 42). The join with
 * `export_log`, which is registered last, leaves out an export whose partitions are partly registered. Ids
 * are unique within a source, and the newest export with an id has its newest version.
 */
const newestFirst = (id: string) => `row_number() OVER (
           PARTITION BY e.source, ${id}
           ORDER BY from_iso8601_timestamp(e.transaction_time) DESC, e.export_id DESC
         ) AS newness`;

const exportsOf = `exports AS (
  SELECT DISTINCT export_id, source, transaction_time FROM export_log
  WHERE NOT coalesce(subsetted, false)
)`;

const landed: FirstLook = {
  title: 'What has landed, by type',
  sql: `SELECT resource_type,
       count(DISTINCT source) AS sources,
       count(DISTINCT export_id) AS exports,
       count(DISTINCT export_id || ' ' || CAST(position AS varchar)) AS files,
       count(*) AS objects,
       sum(lines) AS resources,
       round(sum(bytes) / 1e6, 2) AS stored_mb
FROM export_log
GROUP BY resource_type
ORDER BY resource_type`,
};

const patients: FirstLook = {
  title: 'Patients by decade of birth and gender, newest version of each',
  sql: `WITH ${exportsOf}, versions AS (
  SELECT p.birthdate, p.gender,
         ${newestFirst('p.id')}
  FROM patient p JOIN exports e ON e.export_id = p.export_id
)
SELECT coalesce(substr(birthdate, 1, 3) || '0s', 'unknown') AS born,
       count_if(gender = 'female') AS female,
       count_if(gender = 'male') AS male,
       count_if(coalesce(gender, 'unknown') NOT IN ('female', 'male')) AS other,
       count(*) AS patients
FROM versions
WHERE newness = 1
GROUP BY 1
ORDER BY 1`,
};

const conditions: FirstLook = {
  title: 'The ten most frequent conditions',
  sql: `WITH ${exportsOf}, versions AS (
  SELECT e.source, c.code, c.subject,
         ${newestFirst('c.id')}
  FROM condition c JOIN exports e ON e.export_id = c.export_id
)
SELECT coalesce(
         code.text,
         element_at(code.coding, 1).display,
         element_at(code.coding, 1).code,
         'unknown'
       ) AS condition,
       count(DISTINCT source || ' ' || subject.reference) AS patients,
       count(*) AS records
FROM versions
WHERE newness = 1
GROUP BY 1
ORDER BY patients DESC, condition
LIMIT 10`,
};

/** The first questions to a lake, on a laptop or in Athena. */
export const firstLook: readonly FirstLook[] = [landed, patients, conditions];
