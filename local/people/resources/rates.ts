/** The average number of resources per visit. */
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

/**
 * The number of resources of a type per visits: `[2, 5]` is two in five visits. Resources are numbered
 * through all visits, so that a resource's number gives its visit and vice versa.
 */
export type Rate = readonly [resources: number, visits: number];

/** The number of the first resource at or after that visit. */
export const firstOfVisit = ([resources, visits]: Rate, visit: number): number =>
  Math.floor((visit * resources) / visits);

/** The visit of that resource. */
export const visitOf = ([resources, visits]: Rate, index: number): number =>
  Math.ceil(((index + 1) * visits) / resources) - 1;
