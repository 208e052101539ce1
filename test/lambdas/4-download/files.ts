import type { Reply } from '../../fakes/scripted-http.ts';

const FILE_URL = 'https://files.example/Patient_1.ndjson';
export const FILE = `GET ${FILE_URL}`;

/** A line of a patient; no newline. */
export const patient = (id: string): string => JSON.stringify({ resourceType: 'Patient', id });

/** NDJSON of those patients. */
export const patients = (...ids: string[]): string => ids.map((id) => `${patient(id)}\n`).join('');

/** A whole file as servers send it. */
export const aFileOf = (...ids: string[]): Reply => ({
  headers: { 'content-type': 'application/fhir+ndjson' },
  body: patients(...ids),
});
