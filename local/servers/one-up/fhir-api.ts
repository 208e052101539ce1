import { Group, type GroupStore } from '../export/groups.ts';
import { type Fault, faultInjector } from '../faults/fault-injector.ts';
import { type Route, routedServer } from '../http/routing.ts';
import { type BulkServer, json, OutcomeError, type ServerResponse } from '../http/server.ts';
import type { Accounts } from './accounts.ts';

type FhirApiOptions = { groups: GroupStore; accounts: Accounts; faults?: readonly Fault[] };

/** 1upHealth's FHIR REST API as far as Groups need it; group exports read what it writes (1up 9). */
export function fhirApi({ groups, accounts, faults }: FhirApiOptions): BulkServer {
  const group = { on: 'group', path: '/r4/Group/:id', authorize: accounts.byEither } as const;
  const routes: Route[] = [
    {
      ...group,
      method: 'POST',
      path: '/r4/Group',
      respond: ({ body }) => createGroup(body, groups),
    },
    { ...group, method: 'PUT', respond: ({ body }, id) => putGroup(id, body, groups) },
    { ...group, method: 'GET', respond: (_, id) => readGroup(id, groups) },
  ];
  return routedServer(routes, faultInjector(faults));
}

/** Stores a new group under an id that the server chooses; 200 as documented (1up 9). Throws OutcomeError. */
function createGroup(body: string, groups: GroupStore): ServerResponse {
  const id = groups.unusedId();
  groups.write(id, readGroupBody(body));
  return groupResponse(200, id, groups);
}

/** Stores a group under the client's id: 201 where it is new, else 200. Throws OutcomeError. */
function putGroup(id: string, body: string, groups: GroupStore): ServerResponse {
  const group = readGroupBody(body);
  if (group.id !== id)
    throw new OutcomeError(400, 'invalid', 'the id differs from the one in the path');
  return groupResponse(groups.write(id, group) === 'created' ? 201 : 200, id, groups);
}

/** Throws OutcomeError (404). */
const readGroup = (id: string, groups: GroupStore): ServerResponse =>
  groupResponse(200, id, groups);

function groupResponse(status: number, id: string, groups: GroupStore): ServerResponse {
  const group = groups.read(id);
  if (!group) throw new OutcomeError(404, 'not-found', 'no such group');
  return json(status, group, { 'content-type': 'application/fhir+json; charset=utf-8' });
}

/** 1upHealth's limits of one Group (1up 9). */
const MAX_MEMBERS = 10_000;
const MAX_BYTES = 400 * 1024;

/** The Group in a request's body. Throws OutcomeError (400) where it is not a Group or exceeds the limits. */
export function readGroupBody(body: string): Group {
  if (Buffer.byteLength(body) > MAX_BYTES) throw new OutcomeError(400, 'too-long', 'over 400 KB');
  const group = Group.safeParse(parsed(body));
  if (!group.success) throw new OutcomeError(400, 'structure', 'not a Group of patients');
  if (group.data.member.length > MAX_MEMBERS)
    throw new OutcomeError(400, 'too-long', 'over 10,000 members');
  return group.data;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new OutcomeError(400, 'structure', 'not JSON');
  }
}
