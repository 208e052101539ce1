import type { ServerResponse } from '../server.ts';
import { json } from '../shared/answers.ts';
import type { GroupStore } from '../shared/group-store.ts';
import { Refused } from '../shared/refused.ts';
import { readGroupBody } from './read-group-body.ts';

/** Stores a new group under an id of the server's; 200 as documented (oneup-api 9). Throws Refused. */
export function createGroup(body: string, groups: GroupStore): ServerResponse {
  const id = groups.freeId();
  groups.write(id, readGroupBody(body));
  return found(200, id, groups);
}

/** Stores a group under the client's id: 201 where it is new, else 200. Throws Refused. */
export function putGroup(id: string, body: string, groups: GroupStore): ServerResponse {
  const group = readGroupBody(body);
  if (group.id !== id) throw new Refused(400, 'invalid', 'the id differs from the one in the path');
  return found(groups.write(id, group) === 'created' ? 201 : 200, id, groups);
}

/** Throws Refused (404). */
export const readGroup = (id: string, groups: GroupStore): ServerResponse => found(200, id, groups);

function found(status: number, id: string, groups: GroupStore): ServerResponse {
  const group = groups.read(id);
  if (!group) throw new Refused(404, 'not-found', 'no such group');
  return json(status, group, { 'content-type': 'application/fhir+json; charset=utf-8' });
}
