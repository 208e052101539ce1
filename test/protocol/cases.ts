/** What goes wrong with a server, by the id under which code and tests name it: at kick-off (K). */
const kickOff: readonly string[] = [
  '401: once more with a new token, then the message names the secret.',
  '403: no second try; what the server said is kept, and only its code told.',
  '429: wait as asked, or longer each time.',
  '5xx or no connection: nothing was begun, so try again.',
  'The answer is lost: a job may run that nobody knows; tried again at most once.',
  '202 without a Content-Location is no job; a relative one is.',
  '200, 201 or 204 with a Content-Location is a job, and a manifest is one at once.',
  '400 for a parameter: nothing is dropped to get an answer.',
  'A warning beside a 202 changes nothing.',
  'The step runs twice: one job.',
  'A redirect is followed by hand, and keeps method and body.',
  "The since is the server's own time, never the local clock's.",
  'A login page is no bulk server.',
  'More parameters than a URL takes go by POST.',
  '1upHealth is asked as it documents.',
];

/** While polling (P). */
const polling: readonly string[] = [
  'Running: wait, and show progress cut to one short line.',
  '`Retry-After` in any form, also a wrong one, is a wait within bounds.',
  '429: our own wait doubles for the rest of the job.',
  '5xx passes, unless an outcome says that the job has failed.',
  '404 or 410: asked once more, then the job is gone.',
  '401: once more with a new token.',
  'JSON that is cut: asked again, kept, then an end.',
  'A login page with 200: the same.',
  'Done without an output is no empty export.',
  'The status header is read before the HTTP status.',
  'A manifest with 202 that nobody asked for is passed over.',
  'A redirect to another origin is followed without the credential.',
  'A job of days fits into one execution, and has a deadline.',
  'A status URL elsewhere is refused.',
  'An answer that drips, or never ends, ends by a limit.',
];

/** In a manifest (M). */
const manifest: readonly string[] = [
  'An empty output is an export of nothing, and the next one goes on from it.',
  '100,000 files.',
  'A manifest of many megabytes.',
  'A relative link is meant from where it stands.',
  'A link to another origin gets the credential only where the source says so.',
  'A missing flag counts as true, and a word is none.',
  'The same name twice makes two files; the same link twice makes one.',
  'A type that is none never becomes a key.',
  'Pages are followed to the end, and to no end without one.',
  'Deletions lie apart, in the same commit.',
  'Errors among the outcomes make an export partial or fail it, as the source says.',
  'A transaction time that is missing, none, ahead or older is refused.',
  'Another request than was asked is refused.',
  'A count that is none is left aside.',
  'Links that end before they are used are renewed.',
  'A file without a type is refused where none was to be expected.',
];

const numbered = (letter: string, cases: readonly string[]) =>
  cases.map((what, nth) => ({ id: `${letter}${nth + 1}`, what }));

export const cases = [
  { title: 'At kick-off', rows: numbered('K', kickOff) },
  { title: 'While polling', rows: numbered('P', polling) },
  { title: 'In a manifest', rows: numbered('M', manifest) },
] as const;
