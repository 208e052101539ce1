import type { Draft } from '../draft.ts';
import { head, identifier, term } from '../elements.ts';
import { cityShape, organizationName, streetOf } from '../places.ts';
import { template } from '../template.ts';

const PAYER = term('organization-type', 'pay', 'Payer');
const PROVIDER = term('organization-type', 'prov', 'Healthcare Provider');

/** A health plan or a hospital. */
export const organization = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-organization'),
  identifier: [identifier('organization', 'O')],
  active: true,
  type: [({ index, world }) => (index < world.payers ? PAYER : PROVIDER)],
  name: ({ index, world }) => organizationName(index, world.payers),
  telecom: [{ system: 'phone', value: '(555) 555-0100', use: 'work' }],
  address: [{ use: 'work', line: [streetOf], ...cityShape }],
});
