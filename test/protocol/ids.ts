/** What a test's name says it proves: `rule 14`, `K3`. */
const NUMBERED = /\b(rule|1up|invariant)s? (\d+(?:[–-]\d+)?(?:(?:, | and )\d+(?:[–-]\d+)?)*)/g;
const LETTERED = /\b([KPMDFOW])([1-9]\d?)(?:[–-]\1?(\d{1,2}))?\b/g;
/** Where an id may stand and a noun may not: "S3: …" and "(S3, S9)", but not "lies in S3, and". */
const S3_CASES = /(?<!\w )\b(S)(\d{1,2})(?:[–-]\1?(\d{1,2}))?(?=[:,)](?!:))/g;

/** The ids in a test's name, ranges and lists taken apart: `rules 12–14, K3` has four. */
export function idsIn(name: string): string[] {
  const numbered = [...name.matchAll(NUMBERED)].flatMap(([, kind = '', list = '']) =>
    list.split(/, | and /).flatMap((part) => range(`${kind} `, ...part.split(/[–-]/))),
  );
  const lettered = [LETTERED, S3_CASES]
    .flatMap((pattern) => [...name.matchAll(pattern)])
    .flatMap(([, letter = '', from, to]) => range(letter, from, to));
  return [...new Set([...numbered, ...lettered])];
}

function range(prefix: string, from = '', to = from): string[] {
  const first = Number(from);
  return Array.from({ length: Number(to) - first + 1 }, (_, nth) => `${prefix}${first + nth}`);
}
