// What is asked while a scenario is told, before the story itself gives the answer. `after` is how the note begins after which it is asked.

export const QUESTIONS = {
  demonstration: [
    {
      after: 'Five nodes share one hash ring',
      question: 'Ada is going to write a document at n1. Where can it be read?', answers: ['At n1 only', 'At its three owners only', 'At any node'], right: 2,
      because: 'Whichever node you ask coordinates: it asks the three owners of the key, and two answers are enough. Bea will ask n4.',
    },
    {
      after: '(b) Two people write',
      question: 'What will a read of the counter find?', answers: ['5, which was first', '7, which was last', 'Both'], right: 2,
      because: 'Neither writer had seen the other’s value, so neither takes the other’s place. Both were told “stored”, and both stay: they are siblings, until somebody who has seen both decides.',
    },
    {
      after: '(c) A node fails',
      question: 'What becomes of writes to the keys that n3 owns?', answers: ['They are refused', 'They wait until n3 is back', 'Another node stands in for n3'], right: 2,
      because: 'The next node on the ring takes them, and keeps a hint for n3 with each: on its disk, before the client is told “stored”.',
    },
    {
      after: 'Hints tell a node what it missed',
      question: 'Nobody keeps hints for what n3 loses now. How does it get it back?', answers: ['Not at all', 'From whoever reads it next', 'By comparing trees with the other owners'], right: 2,
      because: 'A tree of digests for each partition: equal roots say that nothing is missing, and where they differ a few more digests say which keys are.',
    },
  ],
};

/** The last that a story has come to, told by the texts of its notes so far; null before the first. */
export function questionOf(scenario, texts) {
  const asked = Object.hasOwn(QUESTIONS, scenario) ? QUESTIONS[scenario] : [];
  return asked.findLast(({ after }) => texts.some(text => text.startsWith(after))) ?? null;
}
