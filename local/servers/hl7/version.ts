/** The supported versions of the Bulk Data IG: STU 2, STU 3 and the ballot of STU 4. */
export type Version = 'v2' | 'v3' | 'v4';

const SINCE_V2 = [
  '_outputFormat',
  '_since',
  '_type',
  '_typeFilter',
  '_elements',
  'patient',
  'includeAssociatedData',
] as const;
const SINCE_V3 = ['_until', 'organizeOutputBy', 'allowPartialManifests'] as const;

/** A kick-off parameter of any version. */
export type ParameterName = (typeof SINCE_V2)[number] | (typeof SINCE_V3)[number];

const LISTS: readonly string[] = [
  '_type',
  '_typeFilter',
  '_elements',
  'patient',
  'includeAssociatedData',
];

/** Whether the version has a parameter of that name (rule 18). */
export const hasParameter = (version: Version, name: string): name is ParameterName =>
  [...SINCE_V2, ...(version === 'v2' ? [] : SINCE_V3)].some((known) => known === name);

/** Whether a parameter can have several values. */
export const isList = (name: string): boolean => LISTS.includes(name);

/** The version number at the end of canonical URLs. */
export const versionNumbers: Readonly<Record<Version, string>> = {
  v2: '2.0.0',
  v3: '3.0.0',
  v4: '4.0.0-ballot',
};
