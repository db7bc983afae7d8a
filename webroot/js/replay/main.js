// Puts the panels on the page and opens the run that the address names.

import { computed, effect, html, render, signal } from '../html.js';
import { arrive, awaited, check, follow, readAddress } from './address.js';
import { drawAll, fetchAll, hasTop } from './below.js';
import { drawer, openLink, openScript } from './drawer.js';
import { fetched, openFile, sources } from './later.js';
import { plain } from '../format.js';
import { client, events, failure, goTo, header, index, live, perspective, show, teacher } from './session.js';
import { listen } from './shortcuts.js';
import { Below } from './panels/below.js';
import { Header } from './panels/header.js';
import { Key } from './panels/key.js';
import { Ring } from './panels/ring.js';
import { Transport } from './panels/transport.js';

/** The list of keys, while it is shown. */
const help = signal(null);

/** A scenario's steps, where some were played or can be; a lesson tells its own. What a client knows, and the nodes of a live cluster. */
const story = shownIf(() => !teacher.value && perspective.value === '' && (live.value !== null || index.value.notes.length > 0), () => import('./panels/story.js'));
const asked = shownIf(() => client.value !== '', () => import('./panels/client.js'));
const nodes = shownIf(() => live.value !== null, () => import('./panels/nodes.js'));

/** What is shown where no run is open: lessons, and how to open one. */
const nothing = signal(null);

effect(() => { if (header.value && [story, asked, nodes].every(({ value }) => value !== undefined)) hasTop.value = true; });

/** What a part has to draw while `condition` holds, else null; undefined while it is fetched, when that is so for the first time. */
function shownIf(condition, part) {
  const parts = signal(undefined);
  const holds = computed(condition);
  effect(() => { if (holds.value && !parts.peek()) fetched(part).then(come => { parts.value = come; }); });
  return computed(() => (holds.value ? parts.value : null));
}

function Page() {
  return html`
    ${header.value && html`<a class="skip" href="#transport">Skip to time</a>`}
    <${Header} />
    ${header.value ? html`
      <main>${teacher.value && html`<${teacher.value.Lesson} />`}${asked.value && html`<${asked.value.Client} />`}${drawer.value && html`<${drawer.value.Drawer} />`}<div class="stage"><${Ring} />${nodes.value && html`<${nodes.value.Nodes} />`}</div><div class="side">${story.value && html`<${story.value.Story} />`}<${Key} /></div>
        ${drawer.value && html`<${drawer.value.Compare} />`}${hasTop.value && html`<${Below} />`}</main>
      <${Transport} />` : html`<main>${drawer.value && html`<${drawer.value.Drawer} />`}${nothing.value && html`<${nothing.value.Lessons} /><${nothing.value.Invitation} file=${awaited.value?.file} write=${() => openScript(null)} />`}</main>`}
    ${help.value && html`<${help.value.Shortcuts} close=${() => { help.value = null; }} />`}`;
}

async function begin() {
  const address = readAddress(location.hash, app.dataset.opens === 'live');
  const teaching = address.lesson && await fetched(() => import('./panels/lesson.js'));
  const chosen = teaching ? teaching.lessonOf(address.lesson) : null;
  const { scenario, lab, seed } = { ...address, ...chosen };
  if (address.live !== null) await (await fetched(() => import('./live.js')))?.watch(address);
  else if (scenario) await (await sources())?.playScenario(scenario, seed);
  else if (lab) await (await sources())?.playLab(lab, seed);
  const first = events.value; // The lesson's, and not the branch that may be shown then.
  if (chosen && header.value) begun(teaching, chosen, address.at);
  const isShown = address.script ? await openLink(address) : header.value !== null;
  if (address.file && !header.value) awaited.value = address;
  if (!header.value) nothing.value = await fetched(() => import('./panels/lessons.js'));
  const missing = header.value ? arrive(address) : [];
  if (address.lesson && teaching && !chosen && !header.value) failure.value = { message: `There is no lesson “${plain(address.lesson)}”`, hint: 'choose one of these' };
  if (isShown) check(address, missing);
  follow({ lesson: chosen?.id ?? null, scenario, lab, seed }, first);
}

function begun(teaching, lesson, at) {
  teaching.teach(lesson, at);
  teacher.value = teaching;
}

/** A run that a link has waited for, as far as one can see: the moment is the link's, and it says so if the file is another. */
effect(() => {
  const address = awaited.value;
  if (!address || !header.value) return;
  awaited.value = null;
  queueMicrotask(() => {
    check(address, arrive(address));
  });
});

const app = document.getElementById('app');
const embedded = document.getElementById('log');
render(html`<${Page} />`, app);
listen(async () => { help.value = help.value ? null : await fetched(() => import('./panels/shortcuts.js')); });
document.addEventListener('dragover', event => event.preventDefault());
document.addEventListener('drop', event => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) openFile(event.dataTransfer.files[0]);
});
if (embedded) {
  show(embedded.textContent, embedded.dataset.name);
  if (embedded.dataset.at) goTo(Number(embedded.dataset.at));
}
for (const moved of ['hashchange', 'popstate']) window.addEventListener(moved, () => location.reload());
window.addEventListener('beforeprint', drawAll);
document.addEventListener('keydown', ({ key }) => { if (key === 'Tab' && header.value) drawAll(); }); // A place has nothing that a key could come to.
begin().then(() => (globalThis.requestIdleCallback ?? setTimeout)(fetchTheRest));

/** What is of use when no node answers any more: what is further down, saving the log, seeing as a client, and writing down what is done. */
async function fetchTheRest() {
  await fetchAll();
  await import('./sources.js').catch(() => {});
  await import('./exports.js').catch(() => {});
  await import('./query.js').catch(() => {});
  await import('./panels/client.js').catch(() => {});
  if (live.value !== null) await import('./live-script.js').catch(() => {});
}
