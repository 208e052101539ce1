import type { Rate } from '../rate.ts';

/** What a visit leaves behind, on average. */
export const rates = {
  AllergyIntolerance: [1, 20],
  Claim: [1, 1],
  Condition: [2, 5],
  DiagnosticReport: [1, 2],
  Encounter: [1, 1],
  ExplanationOfBenefit: [1, 1],
  Immunization: [1, 5],
  MedicationRequest: [3, 5],
  Observation: [6, 1],
  Procedure: [1, 3],
  Provenance: [1, 1],
} as const satisfies Record<string, Rate>;
