import type { Answer } from '../../fhir-server/answer.ts';
import { NotABulkServer, SettingsInvalid } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { Dialect, KickOffAnswer } from '../dialect.ts';
import { oneUpKickOff } from './kick-off.ts';
import { readOneUpManifest } from './manifest.ts';
import { readOneUpStatus } from './status.ts';

const shared = {
  serves: 'jobs' as const,
  wantsCapabilities: () => false,
  readStatus: readOneUpStatus,
  readManifest: readOneUpManifest,
};

/** Single tenant: a job with a status to poll, links in `file` (1up 4–6). */
export const oneUpSte: Dialect = {
  ...shared,
  kickOff: oneUpKickOff,
  readKickOff: accepted,
  deletes: { running: true, finished: false },
};

/** Multi tenant: the list of files at once; group exports by client headers only (1up 3, 7). */
export const oneUpMte: Dialect = {
  ...shared,
  kickOff(source, request, since) {
    if (request.level === 'group' && source.auth.kind !== 'client-headers')
      throw new SettingsInvalid('auth: 1up multi tenant exports groups to client-headers only');
    return oneUpKickOff(source, request, since);
  },
  readKickOff: listed,
  deletes: { running: false, finished: false },
};

/** Gateway: documented both as a job and as a list, so the answer decides; DELETE is refused (1up 4). */
export const oneUpGateway: Dialect = {
  ...shared,
  kickOff: oneUpKickOff,
  readKickOff: (answer) => (answer.headers['content-location'] ? accepted(answer) : listed(answer)),
  deletes: { running: false, finished: false },
};

/** Also with a status other than 202, as long as it names the job (K6, K7). */
function accepted(answer: Answer): KickOffAnswer {
  const statusLink = answer.headers['content-location'];
  if (statusLink) return { kind: 'accepted', statusLink, statusHeader: false };
  throw new NotABulkServer(`the kick-off was answered ${answer.status} without Content-Location`);
}

function listed(answer: Answer): KickOffAnswer {
  if (Array.isArray(parseJsonObject(answer.text)?.output)) return { kind: 'manifest' };
  throw new NotABulkServer(`the kick-off was answered ${answer.status} without a list of files`);
}
