import type { Draft } from '../draft.ts';
import { head, term } from '../elements.ts';
import { cityShape, organizationName, streetOf } from '../places.ts';
import { referenceTo } from '../references.ts';
import { template } from '../template.ts';

const OUTPATIENT = term('v3-RoleCode', 'OF', 'Outpatient facility');

const name = ({ index, world }: Draft) => organizationName(index, world.payers);

/** The place where an organization is found; both have the same number. */
export const location = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-location'),
  status: 'active',
  name,
  mode: 'instance',
  type: [OUTPATIENT],
  address: { use: 'work', line: [streetOf], ...cityShape },
  managingOrganization: {
    reference: ({ index }) => referenceTo('Organization', index),
    display: name,
  },
});
