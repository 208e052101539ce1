/** Resource types with a typed table beside `fhir_raw`; `infra/catalog` defines their columns. */
export const typedResourceTypes: readonly string[] = [
  'Patient',
  'Observation',
  'Encounter',
  'Condition',
];

/** Every line of every type, as one string column. */
export const RAW_TABLE = 'fhir_raw';

/** One row per landed file; registered last, so that a row there means that all is there. */
export const EXPORT_LOG_TABLE = 'export_log';
