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

/** In a download (D). */
const download: readonly string[] = [
  'A file that is cut or reset is fetched again; nothing is appended to what came.',
  'An end that nothing proves is refused: length, chunks, the trailer of gzip, or the count.',
  'A last line without its newline is a line, and gets none.',
  'A server that falls silent or drips is given up, and never waited for without end.',
  'What unpacks to more than records do is refused, long before its end.',
  'Gzip is what its header says; without one its bytes are no NDJSON.',
  'A content type that may hold NDJSON leaves it to the content; HTML and JSON are no file.',
  'A login page, an outcome or an empty object with 200 is no file: asked again, then refused.',
  'Another count than was promised: asked again, then refused, in numbers.',
  'A line that is no such resource is told by number, offset and hash; fetched once more, then the export fails, or the file is put aside.',
  'A BOM is passed over at the beginning of a file, and stays in it.',
  'A line ends with LF and with nothing else; CR stays.',
  'What is not UTF-8 is refused, and bytes are stored as they came.',
  'A file that takes longer than a call is gone on with: by ranges, or past what is stored.',
  'Where a range is ignored the file comes from its beginning; another range is refused.',
  'A file that changes on the way is begun again, and not for ever.',
  '401 in the middle of a file: a new token, and on from the same place.',
  '403 to a link whose time is over: the manifest is read again, and the same entry fetched.',
  'A file of 0 bytes is one, unless records were promised.',
  'A line of any length takes bounded memory, and beyond 64 MiB is refused.',
  '429 and 503: wait as asked, and ask the whole source for less at once.',
  'A redirect to a signed link is followed without the credential.',
  'A resource that stands in two files is landed with both.',
  'A call stops before its time is over, and the next goes on.',
];

/** In S3 (S). */
const s3: readonly string[] = [
  'SlowDown: the same buffer again, after waits that differ, and not for ever.',
  'A source that breaks off, or turns bad, leaves no upload open.',
  'What a kill leaves open is given up after fifteen days, in the whole bucket.',
  'An error behind a 200 is one; a completion of which no answer came is looked up before another.',
  'A KMS key that may not be used ends the export at once, by its ARN, before the server is asked.',
  'Throttling by KMS passes, and bucket keys keep it rare.',
  'A write that is repeated makes the same object; only a commit is written if there is none.',
  'Bytes that arrive as others are refused by the bucket, and sent again.',
  'Old versions of objects end.',
  'What speaks to S3 is pinned to the digit, and what is written reads back byte for byte.',
];

const numbered = (letter: string, cases: readonly string[]) =>
  cases.map((what, nth) => ({ id: `${letter}${nth + 1}`, what }));

export const cases = [
  { title: 'At kick-off', rows: numbered('K', kickOff) },
  { title: 'While polling', rows: numbered('P', polling) },
  { title: 'In a manifest', rows: numbered('M', manifest) },
  { title: 'In a download', rows: numbered('D', download) },
  { title: 'In S3', rows: numbered('S', s3) },
] as const;
