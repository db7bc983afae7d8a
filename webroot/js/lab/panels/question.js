// N, R, W and how long messages take.

import { html } from '../../html.js';
import { Panel } from '../../panels/parts.js';
import { LEGS, OWN } from '../question.js';
import { ask, askOtherSeeds, asking, change, offer, question, stop } from '../state.js';

const WAYS = {
  w: 'a write on its way', a: 'its acknowledgement', r: 'a read on its way', s: 'its answer',
};

export function Question() {
  const { n, r, w, model, runs, seed } = question.value;
  const { models, most, writesPerRun } = offer.value;
  return html`
    <${Panel} id="question" wide title="What is asked" lead="A write goes to all N owners and counts when W have said so. So many milliseconds later a read asks all N and takes the first R answers. Does it find the write?">
      <form onSubmit=${event => { event.preventDefault(); ask(); }}>
        <div class="knobs">
          <${Knob} name="n" title="N, copies" value=${n} most=${most.n} />
          <${Knob} name="r" title="R, answers of a read" value=${r} most=${n} />
          <${Knob} name="w" title="W, acknowledgements of a write" value=${w} most=${n} />
        </div>
        <div class="row">
          <label class="field">How long messages take
            <select name="model" value=${model} onChange=${event => change({ model: event.target.value })}>
              ${models.map(each => html`<option key=${each.name} value=${each.name}>${each.title}</option>`)}
              <option value=${OWN}>My own delays</option>
            </select></label>
          <label class="field">Runs
            <select name="runs" value=${runs} onChange=${event => change({ runs: Number(event.target.value) })}>
              ${countsUpTo(most.runs, runs).map(count => html`<option key=${count} value=${count}>${count.toLocaleString('en')}</option>`)}
            </select></label>
        </div>
        <${Delays} />
        <div class="buttons">
          <button type="submit" class="primary">Measure</button>
          <button type="button" onClick=${askOtherSeeds}>Other seeds</button>
          <button type="button" aria-disabled=${!asking.value} onClick=${() => { if (asking.value) stop(); }}>Stop</button>
          <span class="facts">${runs.toLocaleString('en')} runs from seed ${seed}, ${writesPerRun} writes each</span>
        </div>
      </form>
    <//>`;
}

function Knob({ name, title, value, most }) {
  return html`
    <label class="knob">${title} <strong class="number">${value}</strong>
      <input type="range" name=${name} min="1" max=${most} step="1" value=${value} onInput=${event => change({ [name]: Number(event.target.value) })} /></label>`;
}

/** What stands in the address is offered, too. */
function countsUpTo(most, runs) {
  return [...new Set([50, 200, 500, 1000, runs])].filter(count => count <= most).sort((a, b) => a - b);
}

function Delays() {
  const { model, delays } = question.value;
  const known = offer.value.models.find(({ name }) => name === model)?.delays;
  if (known) {
    return html`
      <details class="as-table"><summary>The delays of this model</summary>
        <dl class="delays">${LEGS.map(leg => html`<div><dt>${WAYS[leg]}</dt><dd><code>${known[leg]}</code></dd></div>`)}</dl></details>`;
  }
  return html`
    <fieldset class="own"><legend>Delays: <code>mean(ms)</code>, <code>constant(ms)</code>, <code>pareto(scale, shape)</code>, or a mixture: <code>30% constant(1), 70% mean(4)</code></legend>
      ${LEGS.map(leg => html`<label class="field">${WAYS[leg]} <input name=${`delay-${leg}`} required autocomplete="off" spellcheck=${false} maxlength="200" value=${delays[leg]}
        onInput=${event => change({ delays: { ...delays, [leg]: event.target.value } })} /></label>`)}</fieldset>`;
}
