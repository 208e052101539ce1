import { type Fault, faultDesk } from '../faults/fault.ts';
import type { BulkServer } from '../server.ts';
import type { Accounts } from '../shared/accounts.ts';
import type { GroupStore } from '../shared/group-store.ts';
import { type Route, routed } from '../shared/routed.ts';
import { createGroup, putGroup, readGroup } from './group.ts';

export type FhirApiOptions = { groups: GroupStore; accounts: Accounts; faults?: readonly Fault[] };

/** As much of 1upHealth's FHIR REST API as groups need; exports of `groups` see what it writes (oneup-api 9). */
export function fhirApi({ groups, accounts, faults }: FhirApiOptions): BulkServer {
  const group = { on: 'group', path: '/r4/Group/:id', access: accounts.byEither } as const;
  const routes: Route[] = [
    {
      ...group,
      method: 'POST',
      path: '/r4/Group',
      answer: ({ body }) => createGroup(body, groups),
    },
    { ...group, method: 'PUT', answer: ({ body }, id) => putGroup(id, body, groups) },
    { ...group, method: 'GET', answer: (_, id) => readGroup(id, groups) },
  ];
  return routed(routes, faultDesk(faults));
}
