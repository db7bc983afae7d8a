// The one time cursor: play, step, jump, scrub; and over it what was broken and who was away, as bands.

import { html, signal } from '../../html.js';
import {
  STEPS, SPEEDS, clients, cursor, events, finder, following, goTo, here, index, live, nudge, parting, pause, play, playing, roster, seek, selectedKey, selectedLane, speed, step, toEnd, toParting,
  viewer, wanted, watched,
} from '../session.js';
import { fetched } from '../later.js';
import { before } from '../steps.js';
import { moment, sentence, short } from '../wording.js';
import { clockTime, count, keyName } from '../../format.js';

const JUMPS = [['conflict', 'conflict', 'c'], ['failure', 'failure', 'f'], ['change', 'change of view', 'm'], ['violation', 'violation', 'i']];

/** Letters, of which some may be a value’s. */
const MOST_SAID = 200;

/** Where there is little room, what is seldom used is shown only when somebody asks for it. */
const isWhole = signal(false);

export function Transport() {
  const at = here.value?.at ?? 0;
  const moving = playing.value || following.value;
  return html`
    <section id="transport" class=${`transport ${isWhole.value ? 'whole' : ''}`} aria-label="Time" ref=${keepInSight}>
      <${Bands} />
      ${parting.value && html`<${Parting} />`}
      <input type="range" class="scrub" aria-label="Moment of the run" min=${index.value.begin} max=${index.value.end} step="1000" value=${at}
        aria-valuetext=${`${moment(at)}, event ${cursor.value} of ${events.value.length}`}
        onInput=${event => { pause(); seek(Number(event.target.value)); }} />
      <div class="row">
        <div class="buttons">
          <button type="button" class="rare" aria-label="To the beginning" onClick=${() => { pause(); goTo(0); }}>|◀</button>
          <button type="button" aria-label="One event back" onClick=${() => nudge(-1)}>◀</button>
          <button type="button" class="primary" aria-pressed=${moving} onClick=${moving ? pause : play}>${moving ? 'Pause' : 'Play'}</button>
          <button type="button" aria-label="One event on" onClick=${() => nudge(1)}>▶</button>
          <button type="button" class="rare" aria-label="To the end" onClick=${toEnd}>▶|</button>
          ${live.value !== null && html`<${Live} />`}
          <button type="button" class="more" aria-expanded=${isWhole.value} onClick=${() => { isWhole.value = !isWhole.value; }}>More</button>
          <label class="inline rare">Speed <input type="range" min="0" max=${SPEEDS.length - 1} step="1" value=${speed.value} aria-valuetext=${`${SPEEDS[speed.value]} times`}
            onInput=${event => { speed.value = Number(event.target.value); }} /> <span class="number">${SPEEDS[speed.value]}×</span></label>
        </div>
        <div class="buttons rare" role="group" aria-label="Jump to the next, or with Shift to the last before">
          ${JUMPS.map(([what, name, letter]) => html`<${Jump} what=${what} name=${name} letter=${letter} />`)}
          ${watched.value && html`<${Jump} what="unseen" name="gap or silence" />`}
          ${selectedKey.value && html`<${Jump} what="key" name=${keyName(selectedKey.value.bucket, selectedKey.value.key)} />`}
          <label class="inline">Of <select aria-label="Whose events: a node’s, or a client’s" value=${selectedLane.value} onChange=${event => { selectedLane.value = event.target.value; }}>
            <option value="">anybody</option>${[...roster.value, ...[...clients.value.keys()].map(name => `client:${name}`)].map(lane => html`<option value=${lane}>${lane}</option>`)}</select></label>
          ${selectedLane.value && html`<${Jump} what="node" name=${selectedLane.value} />`}
          ${STEPS.operation().length > 0 && html`<${Jump} what="operation" name="its operation" />`}
          <form class="find" role="search" onSubmit=${event => { event.preventDefault(); lookFor(event.target.elements[0].value).then(() => step('wanted')); }}>
            <input type="search" aria-label="Run until: name=value, or any text" placeholder="outcome=failed" autocomplete="off" spellcheck=${false}
              value=${wanted.value} onChange=${event => lookFor(event.target.value)} />
            ${wanted.value.trim() && html`<${Jump} what="wanted" name="found" />`}
          </form>
        </div>
        <p class="moment number">${moment(at)} <span class="facts">#${cursor.value} of ${events.value.length}${watched.value && here.value && `, ${clockTime(here.value.t)}`}</span></p>
      </div>
      <p class="said untrusted" role="status" aria-live=${moving ? 'off' : 'polite'}>${spoken()}${viewer.value && html` <span class="facts">(${viewer.value} need not know)</span>`}</p>
    </section>`;
}

async function lookFor(text) {
  const parts = text.trim() && await fetched(() => import('../query.js'));
  if (parts) finder.value = parts.linesFor;
  wanted.value = text;
}

/** Whatever is focused is scrolled to where this does not cover it. */
const observer = new ResizeObserver(([{ target }]) => { document.documentElement.style.scrollPaddingBottom = `${target.offsetHeight + 8}px`; });

function keepInSight(section) {
  observer.disconnect();
  if (section) observer.observe(section);
}

/** At the end of what goes on the last that somebody did or said, rather than what the page has asked since. */
function spoken() {
  const line = following.value ? before(index.value.told, cursor.value + 1) : cursor.value;
  return line > 0 ? short(sentence(events.value[line - 1]), MOST_SAID) : 'before the first event';
}

const STATUS = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost' };

/** Where the cursor is at the end and stays there; else how to come back to it. */
function Live() {
  return html`
    <button type="button" class=${`to-live ${live.value}`} aria-pressed=${following.value} title="Key l" onClick=${toEnd}>
      ${following.value ? html`<span aria-hidden="true">●</span> ${STATUS[live.value]}` : `Back to live: ${count(events.value.length - cursor.value, 'event')} on`}</button>`;
}

function Jump({ what, name, letter }) {
  const lines = STEPS[what]();
  return html`
    <button type="button" class="jump" aria-disabled=${lines.length === 0} title=${letter ? `Key ${letter}; with Shift, backwards` : undefined}
      onClick=${event => step(what, !event.shiftKey)}><span class="untrusted">${name}</span> <span class="facts">${lines.length}</span></button>`;
}

/** Where the run beside this one is another, in a word beneath its line; a click goes there. */
function Parting() {
  const { begin, end } = index.value;
  const share = ((parting.value.at - begin) / (end - begin || 1)) * 100;
  return html`
    <div class="partings"><button type="button" class="link untrusted" title="Key d" style=${{ marginLeft: `${share}%`, transform: `translateX(-${share}%)` }} onClick=${toParting}>
      ◆ parts from ${short(parting.value.from)}</button></div>`;
}

/** Lanes of time: faults, nodes that were away, conflicts, violations. The table of the same is with the charts. */
function Bands() {
  const { spans, conflicts, violations, begin, end } = index.value;
  if (end === begin) return null;
  const x = micros => ((Math.min(micros, end) - begin) / (end - begin)) * 1000;
  const rows = { fault: 0, down: 9, pause: 9, lost: 9, gap: 9 };
  return html`
    <svg class="bands" viewBox="0 0 1000 30" preserveAspectRatio="none" role="img" aria-label=${summary(index.value)}>
      ${spans.map(span => html`<rect class=${`band ${span.what}`} x=${x(span.from)} y=${rows[span.what]} height="7" width=${Math.max(1.5, x(span.until) - x(span.from))}><title>${span.text}</title></rect>`)}
      ${conflicts.map(line => html`<path class="flag conflict" d=${`M${x(events.value[line].at)} 19l2.5 5h-5z`} />`)}
      ${violations.map(line => html`<path class="flag violation" d=${`M${x(events.value[line].at)} 19v9`} />`)}
      ${parting.value && html`<path class="parted" d=${`M${x(parting.value.at)} 0v30`} />`}
      <${Now} x=${x} />
    </svg>`;
}

/** By itself, so that all else stays as it is while the cursor moves. */
function Now({ x }) {
  return html`<path class="now" d=${`M${x(here.value?.at ?? index.value.begin)} 0v30`} />`;
}

function summary({ spans, conflicts, violations }) {
  const many = of => spans.filter(({ what }) => of.includes(what)).length;
  const unseen = watched.value ? `${many(['lost'])} times that a node could not be observed, ${many(['gap'])} gaps, ` : '';
  return `${many(['fault'])} faults, ${many(['down', 'pause'])} times that a node was away, ${unseen}${conflicts.length} conflicts, ${violations.length} violations${parting.value ? `; parts from ${parting.value.from} at ${moment(parting.value.at)}` : ''}`;
}
