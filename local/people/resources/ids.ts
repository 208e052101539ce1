/** The resource types of a population, each with the letters its ids begin with. */
const letters = {
  AllergyIntolerance: 'alg',
  Claim: 'clm',
  Condition: 'con',
  Coverage: 'cov',
  DiagnosticReport: 'rep',
  Encounter: 'enc',
  ExplanationOfBenefit: 'eob',
  Immunization: 'imm',
  Location: 'loc',
  MedicationRequest: 'med',
  Observation: 'obs',
  Organization: 'org',
  Patient: 'pat',
  Practitioner: 'pra',
  Procedure: 'pro',
  Provenance: 'prv',
} as const;
export type TypeName = keyof typeof letters;

/** The id of a type's resource by its number: `pat-17`. */
export const idOf = (type: TypeName, index: number): string => `${letters[type]}-${index}`;

/** The number in an id of that type; undefined where it is not an id of that type. */
export function indexOf(type: TypeName, id: string): number | undefined {
  const digits = id.startsWith(`${letters[type]}-`) ? id.slice(letters[type].length + 1) : '';
  return /^(0|[1-9]\d{0,14})$/.test(digits) ? Number(digits) : undefined;
}
