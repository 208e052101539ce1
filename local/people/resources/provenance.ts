import type { Draft } from '../draft.ts';
import { head, minutesBefore, term } from '../elements.ts';
import { encounterRef, hospitalRef, practitionerRef } from '../references.ts';
import { template } from '../template.ts';

const AUTHOR = term('provenance-participant-type', 'author', 'Author');
const CREATE = term('v3-DataOperation', 'CREATE', 'create');

/** Who wrote a visit down; 1upHealth's server adds one for each write. */
export const provenance = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-provenance'),
  target: [encounterRef],
  recorded: minutesBefore(0),
  activity: CREATE,
  agent: [{ type: AUTHOR, who: practitionerRef, onBehalfOf: hospitalRef }],
});
