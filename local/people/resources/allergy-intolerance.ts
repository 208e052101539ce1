import { allergies } from '../codes/treatments.ts';
import type { Draft } from '../draft.ts';
import { head, oneOf, term, today } from '../elements.ts';
import { encounterRef, patientRef, practitionerRef } from '../references.ts';
import { template } from '../template.ts';

const ACTIVE = term('allergyintolerance-clinical', 'active', 'Active');
const CONFIRMED = term('allergyintolerance-verification', 'confirmed', 'Confirmed');

/** An allergy that a visit brought to light. */
export const allergyIntolerance = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-allergyintolerance'),
  clinicalStatus: ACTIVE,
  verificationStatus: CONFIRMED,
  type: 'allergy',
  criticality: oneOf(['low', 'high']),
  code: oneOf(allergies),
  patient: patientRef,
  encounter: encounterRef,
  recordedDate: today,
  recorder: practitionerRef,
  note: [{ text: 'Reported by the patient; “seit der Kindheit”.' }],
});
