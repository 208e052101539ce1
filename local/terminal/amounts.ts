const oneDigit = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const groups = new Intl.NumberFormat('en-US');

/** `18.2`: megabytes of a million bytes, as disks and networks are sold. */
export const megabytes = (bytes: number): string => oneDigit.format(bytes / 1e6);

/** `1,234,567` */
export const grouped = (amount: number | bigint): string => groups.format(amount);

/** `12.3s`, `4m 05s`, `3h 07m`: as exact as anyone wants to know it. */
export function elapsed(milliseconds: number): string {
  const tenths = Math.round(Math.max(0, milliseconds) / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}s`;
  const minutes = Math.floor(tenths / 600);
  if (minutes < 60) return `${minutes}m ${two((tenths / 10) % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

const two = (amount: number) => String(Math.floor(amount)).padStart(2, '0');
