import type { Draft } from '../draft.ts';
import { daysBefore, head, identifier, term, today } from '../elements.ts';
import { patientRef, payerRef } from '../references.ts';
import { template } from '../template.ts';

const HEALTH_PLAN = term('v3-ActCode', 'EHCPOL', 'extended healthcare');
const SELF = term('subscriber-relationship', 'self', 'Self');
const GROUP = term('coverage-class', 'group', 'Group');
const memberId = identifier('member', 'MB');

/** A patient's insurance, renewed whenever the patient's record is. */
export const coverage = template<Draft>({
  ...head('us/carin-bb/StructureDefinition/C4BB-Coverage'),
  identifier: [memberId],
  status: 'active',
  type: HEALTH_PLAN,
  subscriber: patientRef,
  subscriberId: memberId.value,
  beneficiary: patientRef,
  relationship: SELF,
  period: { start: today, end: (draft) => daysBefore(draft, -365) },
  payor: [payerRef],
  class: [{ type: GROUP, value: ({ patient }) => `G${patient % 40}`, name: 'Employees’ plan' }],
});
