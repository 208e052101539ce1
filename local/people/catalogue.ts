import type { Draft, World } from './draft.ts';
import type { TypeName } from './ids.ts';
import type { Rate } from './rate.ts';
import { allergyIntolerance } from './resources/allergy-intolerance.ts';
import { claim } from './resources/claim.ts';
import { condition } from './resources/condition.ts';
import { coverage } from './resources/coverage.ts';
import { diagnosticReport } from './resources/diagnostic-report.ts';
import { encounter } from './resources/encounter.ts';
import { explanationOfBenefit } from './resources/explanation-of-benefit.ts';
import { immunization } from './resources/immunization.ts';
import { location } from './resources/location.ts';
import { medicationRequest } from './resources/medication-request.ts';
import { observation } from './resources/observation.ts';
import { organization } from './resources/organization.ts';
import { patient } from './resources/patient.ts';
import { practitioner } from './resources/practitioner.ts';
import { procedure } from './resources/procedure.ts';
import { provenance } from './resources/provenance.ts';
import { rates } from './resources/rates.ts';
import type { Written } from './template.ts';

/** How the resources of a type come to be, and how one is written. */
export type Entry = { write(draft: Draft): Written } & (
  | { per: 'directory'; count(world: World): number }
  | { per: 'patient' }
  | { per: 'visit'; rate: Rate }
);

const perVisit = (rate: Rate, write: Entry['write']): Entry => ({ per: 'visit', rate, write });

/** Every resource type of a population. */
export const catalogue: Readonly<Record<TypeName, Entry>> = {
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
