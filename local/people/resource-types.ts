import { location, organization, practitioner } from './resources/administration.ts';
import { allergyIntolerance, condition, procedure } from './resources/clinical.ts';
import { diagnosticReport, observation } from './resources/diagnostics.ts';
import type { Draft, World } from './resources/draft.ts';
import { encounter, provenance } from './resources/encounter.ts';
import { claim, coverage, explanationOfBenefit } from './resources/financial.ts';
import type { TypeName } from './resources/ids.ts';
import { immunization, medicationRequest } from './resources/medications.ts';
import { patient } from './resources/patient.ts';
import { type Rate, rates } from './resources/rates.ts';
import type { JsonFragment } from './resources/template.ts';

/** How many resources of a type there are, and how one is written. */
type ResourceType = { write(draft: Draft): JsonFragment } & (
  | { per: 'directory'; count(world: World): number }
  | { per: 'patient' }
  | { per: 'visit'; rate: Rate }
);

const perVisit = (rate: Rate, write: ResourceType['write']): ResourceType => ({
  per: 'visit',
  rate,
  write,
});

/** The resource types of a population. */
export const resourceTypes: Readonly<Record<TypeName, ResourceType>> = {
  AllergyIntolerance: perVisit(rates.AllergyIntolerance, allergyIntolerance),
  Claim: perVisit(rates.Claim, claim),
  Condition: perVisit(rates.Condition, condition),
  Coverage: { per: 'patient', write: coverage },
  DiagnosticReport: perVisit(rates.DiagnosticReport, diagnosticReport),
  Encounter: perVisit(rates.Encounter, encounter),
  ExplanationOfBenefit: perVisit(rates.ExplanationOfBenefit, explanationOfBenefit),
  Immunization: perVisit(rates.Immunization, immunization),
  Location: { per: 'directory', count: (world) => world.organizations, write: location },
  MedicationRequest: perVisit(rates.MedicationRequest, medicationRequest),
  Observation: perVisit(rates.Observation, observation),
  Organization: { per: 'directory', count: (world) => world.organizations, write: organization },
  Patient: { per: 'patient', write: patient },
  Practitioner: { per: 'directory', count: (world) => world.practitioners, write: practitioner },
  Procedure: perVisit(rates.Procedure, procedure),
  Provenance: perVisit(rates.Provenance, provenance),
};
