import type { PerPatient, ProbeMeasurement } from '../../../local/probe/estimate.ts';

/** A probe of 1,000 patients in one file of 2 MB, a minute on the server, a second on the wire. */
export const aProbe = (changes: Partial<ProbeMeasurement> = {}): ProbeMeasurement => ({
  patients: 1_000,
  patientBytes: 2_000_000,
  files: 1,
  linesPerFile: 1_000,
  serverSeconds: 60,
  downloadSeconds: 1,
  ...changes,
});

/** Fifty records and 100 kB a patient, of ten types. */
export const perPatient = (changes: Partial<PerPatient> = {}): PerPatient => ({
  records: 50,
  bytes: 100_000,
  types: 10,
  basis: 'a test',
  ...changes,
});
