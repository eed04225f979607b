'use strict';
// The page is drawn from the data in it. What came over the wire becomes text nodes and nothing else.
const data = JSON.parse(document.getElementById('data').textContent);
const run = data.run;

function el(name, options, ...children) {
  const out = document.createElement(name);
  for (const [key, value] of Object.entries(options || {}))
    if (key === 'class') out.className = value;
    else if (key.startsWith('on')) out.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) out.setAttribute(key, value === true ? '' : value);
  out.append(...children.filter(c => c !== undefined && c !== null && c !== ''));
  return out;
}

// Signs that move or hide what is around them are spelled out.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u180e\u3164\ufe00-\ufe0f\ufff0-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]/g;
const longest = 4000; // characters of one text; what is longer is in the file that can be saved
function visible(text) {
  const whole = String(text === undefined || text === null ? '' : text);
  const cut = whole.length > longest ? `${whole.slice(0, longest)}… (${whole.length - longest} more)` : whole;
  return cut.replace(unseen, c => Array.from({ length: c.length }, (none, i) =>
    '\\u' + c.charCodeAt(i).toString(16).padStart(4, '0')).join(''));
}

const order = ['FAIL', 'ERROR', 'WARN', 'INCONC', 'INFO', 'NA', 'SKIP', 'PASS'];
const signs = { PASS: '✓', FAIL: '✗', ERROR: '⚠', WARN: '!', INCONC: '?', INFO: 'i', NA: '–', SKIP: '›' };
const kind = verdict => (verdict || 'SKIP').toLowerCase();
const seconds = ms => ms >= 1000 ? (ms / 1000).toFixed(1) + ' s' : Math.round(ms) + ' ms';

function heading() {
  const counts = run.summary.scenarios;
  const total = run.scenarios.length || 1;
  const bar = el('div', { class: 'bar', role: 'img', 'aria-label': order.filter(v => counts[v]).map(v => `${counts[v]} ${v}`).join(', ') });
  for (const v of [...order].reverse())
    if (counts[v]) {
      const part = el('span', { class: 'b-' + kind(v), title: `${counts[v]} ${v}` });
      part.style.width = 100 * counts[v] / total + '%';
      bar.append(part);
    }
  const facts = [['target', visible(run.testbed) + (run.dut.agent ? ` (${visible(run.dut.agent)})` : '')], ['run at', visible(run.started)],
    ['lasted', seconds(run.duration_ms)], ['wire', visible(run.wire)], ['seed', run.seed], ['by', visible(run.tool)], ['exit code', run.summary.exit_code]];
  const worst = order.find(v => counts[v]);
  document.title = `${visible(run.testbed)}: ${worst === 'FAIL' || worst === 'ERROR' ? `${counts[worst]} ${worst}` : 'no FAIL'}`;
  return el('header', {}, el('h1', {}, `SIP presence of ${visible(run.testbed)}`),
    el('p', { class: 'facts' }, ...facts.map(([k, v]) => el('span', {}, `${k} `, el('b', {}, String(v))))), bar,
    el('p', {}, `${run.scenarios.length} scenarios; over all messages, ${run.summary.requirement_errors} requirements are broken and `
      + `${run.summary.requirement_warnings} recommendations not followed.`));
}

// What moved since the run that this one was compared with.
function changes() {
  if (!data.since) return '';
  const names = { regressed: 'worse', fixed: 'fixed', otherwise: 'another reason', unjudged: 'cannot be judged any more', accepted: 'worse, and known',
    flaky: 'flaky', appeared: 'new', gone: 'gone' };
  const rows = Object.keys(names).flatMap(key => (data.since[key] || []).map(c => el('tr', {}, el('td', {}, names[key]),
    el('td', {}, visible(c.id)), el('td', {}, visible(c.before)), el('td', {}, visible(c.after)))));
  return el('section', {}, el('h2', {}, `Since ${visible(data.since.file)}`), rows.length === 0 ? el('p', {}, 'Nothing moved.')
    : el('table', {}, el('thead', {}, el('tr', {}, ...['', 'scenario or requirement', 'before', 'now'].map(t => el('th', {}, t)))),
      el('tbody', {}, ...rows)));
}

const shown = new Set(order);
let wanted = '';
const texts = run.scenarios.map(s => [s.id, s.title, s.verdict, s.reason, ...s.requirements, ...s.findings.map(f => f.requirement + ' ' + f.what)]
  .map(t => String(t).slice(0, longest)).join(' ').toLowerCase());
const rows = [];

function filter() {
  let count = 0;
  run.scenarios.forEach((s, i) => {
    const fits = shown.has(s.verdict) && wanted.split(/\s+/).every(w => texts[i].includes(w));
    rows[i].hidden = !fits;
    count += fits ? 1 : 0;
  });
  document.getElementById('count').textContent = `${count} of ${run.scenarios.length}`;
}

function tools() {
  const chips = order.filter(v => run.summary.scenarios[v]).map(v => el('button', { class: 'chip v-' + kind(v), 'aria-pressed': 'true', 'data-verdict': v,
    onclick: e => {
      shown.has(v) ? shown.delete(v) : shown.add(v);
      e.currentTarget.setAttribute('aria-pressed', String(shown.has(v)));
      filter();
    } }, `${signs[v]} ${v} ${run.summary.scenarios[v]}`));
  return el('div', { class: 'tools', role: 'search' }, el('input', { type: 'search', id: 'search', placeholder: 'words, a requirement, a reason',
    'aria-label': 'Search scenarios', oninput: e => { wanted = e.target.value.trim().toLowerCase(); filter(); } }), ...chips,
  el('span', { id: 'count', class: 'faint', role: 'status' }));
}

function scenario(s, i) {
  const panel = el('div', { class: 'panel', id: 'p' + i, hidden: true });
  const button = el('button', { 'aria-expanded': 'false', 'aria-controls': 'p' + i, onclick: () => open(i, panel.hidden) },
    el('span', { class: 'verdict v-' + kind(s.verdict) }, `${signs[s.verdict]} ${s.verdict}${s.overlay && s.overlay !== 'none' ? ' ' + s.overlay : ''}`),
    el('span', { class: 'what' }, visible(s.id), el('span', { class: 'title' }, visible(s.title))),
    el('span', { class: 'why' }, visible(s.reason), s.reason ? ' · ' : '', seconds(s.duration_ms)));
  return el('article', { class: 'scenario', 'data-id': visible(s.id) }, el('h3', {}, button), panel);
}

function open(i, yes) {
  const panel = rows[i].querySelector('.panel');
  if (yes && !panel.firstChild) panel.append(...inside(run.scenarios[i], i));
  panel.hidden = !yes;
  rows[i].querySelector('button').setAttribute('aria-expanded', String(yes));
}

function openById(id) {
  const i = run.scenarios.findIndex(s => s.id === id);
  if (i < 0) return;
  rows[i].hidden = false;
  open(i, true);
  rows[i].scrollIntoView();
}
