import { diagnoses } from '../codes/diagnoses.ts';
import { procedures } from '../codes/treatments.ts';
import type { Draft } from '../draft.ts';
import { head, minutesBefore, oneOf } from '../elements.ts';
import {
  encounterRef,
  hospitalRef,
  locationRef,
  patientRef,
  practitionerRef,
} from '../references.ts';
import { template } from '../template.ts';

/** Something done to or with a patient at a visit. */
export const procedure = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-procedure'),
  status: 'completed',
  code: oneOf(procedures),
  subject: patientRef,
  encounter: encounterRef,
  performedPeriod: { start: minutesBefore(40), end: minutesBefore(25) },
  performer: [{ actor: practitionerRef, onBehalfOf: hospitalRef }],
  location: locationRef,
  reasonCode: [oneOf(diagnoses)],
});
