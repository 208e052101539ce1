/** A bar of that many cells, full to the half cell: `━━━━╸─────`. */
export function bar(share: number, width: number): { full: string; rest: string } {
  const halves = Math.round(share * width * 2);
  const full = '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
  return { full, rest: '─'.repeat(width - full.length) };
}
