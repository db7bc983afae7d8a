// Of a cluster that is watched, whose messages nobody tells: who has just answered whom.

const RECENT = 1_400_000;
const MOST = 24;

/** Answers of one node to another's request that came shortly before the cursor: { line, node, from, standsInFor }, the latest last. */
export function recentReplies(events, cursor) {
  const replies = [];
  const now = events[cursor - 1]?.at;
  for (let line = cursor - 1; line > 0 && events[line].at > now - RECENT && replies.length < MOST; line--) {
    const { kind, node, from, standsInFor } = events[line];
    if (kind === 'op.reply' && from !== node) replies.push({ line, node, from, standsInFor });
  }
  return replies.reverse();
}
