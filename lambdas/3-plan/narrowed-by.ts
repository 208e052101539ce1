import type { JobRecord } from '../lake/export-records.ts';

/** A kick-off parameter that decides what is exported. */
export type Narrowing = {
  name: string;
  /** As they were asked; none: it was not. */
  values: readonly string[];
  /** What of a value is compared. */
  read: (value: string) => string;
};

/** Every parameter that decides what an export holds, asked or not. */
export const narrowedBy = ({
  request,
  since,
}: Pick<JobRecord, 'request' | 'since'>): Narrowing[] => [
  { name: '_type', values: request.types, read: lowerCase },
  { name: '_since', values: one(since), read: moment },
  { name: '_until', values: one(request.until), read: moment },
  { name: '_typeFilter', values: request.typeFilters, read: asItIs },
  { name: '_elements', values: request.elements, read: asItIs },
  { name: 'patient', values: request.patients, read: idOf },
  { name: 'includeAssociatedData', values: request.includeAssociatedData, read: asItIs },
  { name: 'organizeOutputBy', values: one(request.organizeOutputBy), read: asItIs },
  ...Object.entries(request.parameters).map(([name, values]) => ({
    ...{ name, values: [values].flat(), read: asItIs },
  })),
];

const one = (value: string | null | undefined) => (value ? [value] : []);

const asItIs = (value: string) => value;
const lowerCase = (value: string) => value.toLowerCase();
/** Of an instant or a date, which is its midnight in UTC, or of what is none. */
const moment = (value: string) => String(Date.parse(value));
/** Of an id, or a reference to a patient. */
const idOf = (value: string) => value.slice(value.lastIndexOf('/') + 1);
