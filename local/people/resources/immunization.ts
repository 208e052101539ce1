import { vaccines } from '../codes/treatments.ts';
import type { Draft } from '../draft.ts';
import { daysBefore, head, minutesBefore, oneOf, quantity, term } from '../elements.ts';
import { encounterRef, locationRef, patientRef, practitionerRef } from '../references.ts';
import { template } from '../template.ts';

const LEFT_ARM = term('v3-ActSite', 'LA', 'left arm');
const INTRAMUSCULAR = term('v3-RouteOfAdministration', 'IM', 'Injection, intramuscular');
const ADMINISTERING = term('v2-0443', 'AP', 'Administering Provider');

/** A vaccine given at a visit. */
export const immunization = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-immunization'),
  status: 'completed',
  vaccineCode: oneOf(vaccines),
  patient: patientRef,
  encounter: encounterRef,
  occurrenceDateTime: minutesBefore(20),
  recorded: minutesBefore(1),
  primarySource: true,
  location: locationRef,
  lotNumber: ({ random }) => `LOT${10_000 + random.below(90_000)}`,
  expirationDate: (draft) => daysBefore(draft, -30 - draft.random.below(300)),
  site: LEFT_ARM,
  route: INTRAMUSCULAR,
  doseQuantity: quantity<Draft>(0.5, 'mL'),
  performer: [{ function: ADMINISTERING, actor: practitionerRef }],
});
