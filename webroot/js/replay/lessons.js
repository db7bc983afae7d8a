// Lessons: a recorded run, the moments in it that matter, and at some a question that is asked before the answer is shown.
//
// A lesson plays a scenario, or one run of the quorum lab. A step stops at the next line, from where the last one stopped, that `at`
// finds; it says what happened there, and may ask.

const put = (event, key) => event.kind === 'store.put' && (key === undefined || event.key === key);
const made = event => put(event) && event.dot !== undefined;
const conflict = event => put(event) && event.record.versions.length > 1;

export const LESSONS = [
  {
    id: 'cart', title: 'A cart in two halves of a network', scenario: 'shopping-cart', steps: [
      { at: event => made(event) && event.key === 'cart', says: 'Ada puts milk into a cart. Three of the five nodes own this key, and keep a copy each. The value has a name, its dot: the node that numbered the write, and a number.' },
      { at: event => made(event) && event.key === 'cart', says: 'She adds eggs. She had read what was there, so her write says: “I have seen the first one”. It takes its place, and there is still one value.' },
      {
        at: event => event.kind === 'fault.begin',
        says: 'The network breaks: n1 and n2 hear each other, and none of the other three. Bea will write at n2, and Cem at n4. Both have seen Ada’s cart.',
        asks: { question: 'Who is going to be refused?', answers: ['Bea, on the smaller side', 'Cem, who comes second', 'Nobody'], right: 2, because: 'Two nodes that answer are enough for a write here, and anybody may stand in for an owner that cannot be reached. The store stays writable on both sides.' },
      },
      { at: event => made(event) && event.key === 'cart', says: 'Cem’s cart is stored at n4, which owns the key. What his write has seen is Ada’s cart; it cannot have seen Bea’s.' },
      {
        at: event => event.kind === 'hint.store' && event.key === 'cart',
        says: 'On Bea’s side there is no owner at all. n1 and n2 keep her cart for them, and she is told “ok”, too. Neither writer had seen what the other wrote: the two are concurrent, whatever the clocks on the wall said.',
        asks: { question: 'When the cut heals, which cart stays?', answers: ['The later one', 'The one of the larger side', 'Both'], right: 2, because: 'A write takes the place of what its writer has seen, and of nothing else. Neither has seen the other, so both stay, as siblings. To choose by a clock would lose what somebody was told is stored.' },
      },
      { at: conflict, says: 'The cut has healed, and an owner hears of the other side’s cart. It keeps both. Look at the picture of versions: two ends grow from one stem. That is why two siblings arise.' },
      { at: event => made(event) && event.record.versions.length === 1, says: 'Ada reads both, and writes their union over both. Her write has seen the two, and takes the place of the two. But Cem had taken the milk out, and a union cannot know that: it is back. How siblings are joined is for the program to say.' },
    ],
  },
  {
    id: 'hints', title: 'What a node misses is kept for it', scenario: 'crash-and-hints', steps: [
      {
        at: event => event.kind === 'node.crash',
        says: 'n3 crashes. A thousand keys will be written, and n3 owns about six hundred of them.',
        asks: { question: 'What becomes of those six hundred writes?', answers: ['They fail', 'They wait for n3', 'Another node keeps what n3 should have'], right: 2, because: 'A write needs two nodes. The next one on the ring stands in for n3, so no client notices.' },
      },
      { at: event => event.kind === 'hint.store', says: 'This node does not own the key. It keeps the write with a note whose it is: a hint, on its disk before the client hears “ok”. The envelope on the ring counts them.' },
      {
        at: event => event.kind === 'node.start' && event.member === 'n3',
        says: 'n3 is back, and knows nothing of what it has missed.',
        asks: { question: 'Who tells it?', answers: ['The next reader of each key', 'Those who keep hints for it', 'It copies everything from a neighbour'], right: 1, because: 'As soon as gossip says that n3 lives, they bring the hints home: only what it missed, and without any reader.' },
      },
      { at: event => event.kind === 'hint.replay', says: 'A hint is handed over. It is dropped only when n3 has said that it is on its disk.' },
      { at: event => event.kind === 'run.end', says: 'All are home, and every owner of every key has the same. Nobody has read anything. (Hints can be lost, too, with the disk they are on. Then trees find what is missing: see the lesson of the lost disk.)' },
    ],
  },
  {
    id: 'split', title: 'Two sides, and the price of asking for owners', scenario: 'split-2-3', steps: [
      {
        at: event => event.kind === 'fault.begin',
        says: 'Two nodes are cut off from three. Both sides are going to write the same two hundred keys.',
        asks: { question: 'How many of these four hundred writes are refused?', answers: ['Those of the smaller side', 'About half of each', 'None'], right: 2, because: 'Whoever can reach two nodes can write. “Available” above shows the share of keys that each side can write, with stand-ins and strictly.' },
      },
      { at: event => event.kind === 'fault.end', says: 'The cut heals. Each side has kept hints for the owners on the other.' },
      { at: conflict, says: 'Hints bring the other side’s value, and an owner has both: nothing that was acknowledged is lost, and a reader will have to decide.' },
      {
        at: event => event.kind === 'fault.begin',
        says: 'The same cut again. Now each write asks for two of the key’s three owners (pw=2); stand-ins do not count.',
        asks: { question: 'And now?', answers: ['All are taken', 'Each key is taken on one side only', 'None is taken'], right: 1, because: 'Two of three owners are on one side of any cut, never on both. That side takes the write, and the other one says no: no siblings, at the price of refusals.' },
      },
      { at: event => event.kind === 'op.end' && event.outcome === 'failed', says: 'One that was refused. Its coordinator looked for the owners once more before anything was stored, so the client can be told that certainly nothing happened.' },
    ],
  },
  {
    id: 'dots', title: 'A hundred blind writes, and two siblings', scenario: 'sibling-explosion', steps: [
      {
        at: event => made(event) && event.key === 'cart',
        says: 'Ada and Bea have both seen this value. Now they write the key in turn, a hundred times each, and neither ever reads what the other wrote.',
        asks: { question: 'How many values will there be in the end?', answers: ['Two hundred', 'Two', 'One'], right: 1, because: 'Ada’s next write has seen her last one, and takes its place. It has not seen Bea’s, and stays beside it. So there is one of each.' },
      },
      { at: conflict, says: 'Each version names itself with a dot, and says what its writer had seen. Choose two of them in the panel of the key: a sentence says why neither takes the place of the other.' },
      { at: event => made(event) && event.record.versions.length > 1, says: 'One more write: its own predecessor goes, the other’s stays.' },
      { at: event => event.kind === 'run.end', says: 'Never more than two. A store with one clock for the whole object, and no dot for each write, cannot tell Ada’s old write from Bea’s new one; to be safe it keeps both, and siblings climb towards two hundred. It is in the bug museum: sim museum.' },
    ],
  },
  {
    id: 'zombie', title: 'A delete that stays deleted', scenario: 'zombie', steps: [
      {
        at: event => event.kind === 'node.pause',
        says: 'n3 falls asleep with copies of its keys in its hands. All keys are deleted while it sleeps.',
        asks: { question: 'What does a delete leave behind at the other owners?', answers: ['Nothing', 'A small record that says “deleted”', 'The value, marked'], right: 1, because: 'A tombstone. Without it, “I have nothing” and “it was deleted” would look alike, and the sleeper’s copy would be taken for news.' },
      },
      {
        at: event => put(event) && event.record.versions.some(version => version.deleted),
        says: 'A tombstone. It takes up room, and should not stay for ever.',
        asks: { question: 'When may it go?', answers: ['After a while, say ten days', 'When two of three owners have it', 'When every node has said that no copy of what it deletes is left'], right: 2, because: 'If it goes by time, whoever sleeps longer wakes up with values of which nobody knows that they were deleted, and hands them round: the dead walk. Stores that do so tell their operators to repair more often than that.' },
      },
      { at: event => put(event) && event.node === 'n3' && event.record.versions.every(version => version.deleted), says: 'n3 is awake, still had its values, and is told of the delete. Its copy goes, and the tombstone stands in its place.' },
      { at: event => event.kind === 'store.reap', says: 'Only now, when every member has stepped into a new era of this partition and nothing from before can be written any more, the tombstone is reaped.' },
      { at: event => event.kind === 'run.end', says: 'Nothing has come back, though n3 slept ten times longer than a tombstone’s time.' },
    ],
  },
  {
    id: 'disk', title: 'A lost disk, and names that are never used twice', scenario: 'disk-loss', steps: [
      {
        at: event => event.kind === 'node.wipe',
        says: 'n3 has crashed, and has an empty disk. It had numbered writes: the first of each key was its number 1, and others still hold those.',
        asks: { question: 'What is the name of the next write that it numbers?', answers: ['n3, and the next number', 'n3, number 1', 'A new name for n3, number 1'], right: 2, because: 'It cannot know how far it had counted. Were it to use number 1 again, whoever holds the old one would take the new value for one that it has seen, and drop it. So it counts under a new name: an epoch.' },
      },
      { at: event => event.kind === 'node.amnesia', says: 'Others remember that n3 has started before. It has lost a past: until it has everything again, its “nothing there” does not count.' },
      { at: event => made(event) && event.node === 'n3', says: 'The first write that it numbers: see the dot, n3 with an epoch that nobody has seen. The old one, in what this write has seen, has another.' },
      { at: event => event.kind === 'tree.differ', says: 'Nobody reads the other keys. But owners compare trees of digests, the root first: where it differs they go down, and find which keys do.' },
      { at: event => event.kind === 'repair.tree', says: 'And what is missing is sent: only that.' },
      { at: event => event.kind === 'run.end', says: 'Everything is back, and no write was swallowed.' },
    ],
  },
  {
    id: 'stale', title: 'How stale is a read?', lab: 'model=disk&n=3&rw=1/1&t=0 1 5 20 100', seed: '1', steps: [
      { at: event => event.kind === 'client.start' && event.verb === 'put', says: 'A writer sends a new value to its three owners at once. W is 1: the first of them that says “I have it” is enough. R is 1, too: a reader asks all three, and takes the first answer. Messages take as long as once at LinkedIn, where writes went to spinning disks.' },
      {
        at: event => event.kind === 'client.end' && event.client === 'writer',
        says: 'One owner has it, and the writer is told that it is stored. On the ring you see what is still under way.',
        asks: { question: 'A reader asks at this very moment. How often does the first answer have the new value?', answers: ['Always, since it is stored', 'A little less than half of the time', 'Hardly ever'], right: 1, because: '44 times of 100. One owner has it for certain, and one answer of three is taken: most likely of an owner that is quick to answer, and not of the one that was quick to write.' },
      },
      {
        at: event => event.kind === 'client.end' && event.says.startsWith('stale'),
        says: 'This reader is told “nothing there”, by an owner that the write had not reached yet. Nothing has failed, and nothing is lost: the read is stale.',
        asks: { question: 'What will make a later read find the value?', answers: ['The writer has to repeat it', 'Nothing but time', 'The reader has to mend it'], right: 1, because: 'The other copies are under way all the time. (A reader does mend what it finds behind, usually. In this run nothing mends, so that you see what time alone does.)' },
      },
      { at: event => event.kind === 'store.put', says: 'Another copy arrives. Nobody is waiting for it any more, and yet each one makes a stale answer less likely.' },
      {
        at: event => event.kind === 'client.end' && event.says.startsWith('current'),
        says: 'This reader asked later, and finds it. The more time has gone by, the more certain: 44 of 100 reads at once, 58 after one millisecond, 82 after five, 98 or 99 after twenty. Such a curve is called probabilistically bounded staleness.',
        asks: { question: 'With which numbers is no read stale that begins after the write, as long as nothing breaks?', answers: ['W = 2, R = 1', 'W = 2, R = 2', 'W = 1, R = 2'], right: 1, because: 'Any two of three and any two of three have one in common: R + W is more than N. With W = 2 alone it is 71 of 100 at once, with R = 2 alone 76. The price is waiting: half of the writes take 2.8 ms, not 1.5. And it is no more than that: while a write is under way, one reader may see it and a later one not; and stand-ins for owners meet nobody.' },
      },
      { at: event => event.kind === 'run.end', says: 'Ten writes, each read five times. One run is an anecdote: the quorum lab plays hundreds, and draws the curve beside the prediction, for any N, R, W and delays.', link: ['lab.html#model=disk&n=3&rw=1/1', 'Open the quorum lab'] },
    ],
  },
];

export function lessonOf(id) {
  return LESSONS.find(lesson => lesson.id === id) ?? null;
}
