'use strict';
// Every clause of the catalogue as a cell, by RFC, with what this run says of it.
const rank = ['', 'pass', 'info', 'warn', 'inconc', 'fail'];

function standing() {
  const out = {};
  const raise = (id, how) => { if (rank.indexOf(how) > rank.indexOf(out[id] || '')) out[id] = how; };
  const of = { PASS: 'pass', FAIL: 'fail', ERROR: 'inconc', WARN: 'warn', INFO: 'info', INCONC: 'inconc' };
  for (const r of run.requirements) if (of[r.verdict]) raise(r.id, of[r.verdict]);
  for (const s of run.scenarios) {
    const missed = new Set(s.deviations.map(d => d.requirement));
    for (const id of s.requirements) if (s.verdict === 'PASS' || (of[s.verdict] && missed.has(id))) raise(id, of[s.verdict]);
  }
  return out;
}

function clauseTable(ids, how) {
  const by = id => run.scenarios.filter(s => s.requirements.includes(id) || s.deviations.some(d => d.requirement === id));
  return el('table', {}, el('thead', {}, el('tr', {}, ...['clause', 'keyword', 'what it asks', 'this run', 'scenarios'].map(t => el('th', {}, t)))),
    el('tbody', {}, ...ids.map(id => el('tr', {}, el('td', {}, el('a', { href: data.requirements[id].link, rel: 'noreferrer' }, id)),
      el('td', {}, data.requirements[id].keyword), el('td', {}, data.requirements[id].text),
      el('td', { class: 'v-' + (how[id] || 'na') }, how[id] || 'not seen'),
      el('td', {}, ...by(id).slice(0, 5).flatMap(s => [el('a', { href: '#' + encodeURIComponent(s.id) }, visible(s.id)), ' ']))))));
}

function requirements() {
  const how = standing();
  const groups = new Map();
  for (const id of Object.keys(data.requirements)) {
    const rfc = id.split('-')[0];
    groups.set(rfc, [...(groups.get(rfc) || []), id]);
  }
  const legend = el('p', { class: 'legend' }, ...[['pass', 'holds'], ['fail', 'broken'], ['warn', 'recommendation not followed'], ['info', 'noted'],
    ['inconc', 'not decided'], ['', 'not seen in this run']].map(([c, t]) => el('span', {}, el('span', { class: 'cell ' + c }), t)));
  const parts = [...groups].filter(([, ids]) => ids.some(id => how[id])).map(([rfc, ids]) => {
    const seen = ids.filter(id => how[id]).length, bad = ids.filter(id => how[id] === 'fail').length;
    const table = el('div', { hidden: true });
    const show = yes => {
      if (!table.firstChild) table.append(clauseTable(ids, how));
      table.hidden = !yes;
      button.setAttribute('aria-expanded', String(yes));
    };
    const button = el('button', { 'aria-expanded': 'false', onclick: () => show(table.hidden) }, el('span', { class: 'who' }, rfc.replace('RFC', 'RFC ')),
      el('span', {}, `${seen} of ${ids.length} clauses seen`), bad ? el('span', { class: 'v-fail' }, `${bad} broken`) : undefined);
    const cells = el('div', { class: 'cells', 'aria-hidden': 'true' }, ...ids.map(id => el('span', { class: `cell ${how[id] || ''}${/MUST|ABNF/.test(
      data.requirements[id].keyword) ? ' must' : ''}`, title: `${id} ${data.requirements[id].keyword}: ${data.requirements[id].text}` })));
    return el('div', { class: 'rfc' }, button, cells, table);
  });
  return el('section', { id: 'clauses' }, el('h2', {}, 'Clauses'), legend, ...parts);
}

function start() {
  run.scenarios.forEach((s, i) => rows.push(scenario(s, i)));
  const sorted = rows.map((row, i) => ({ row, at: order.indexOf(run.scenarios[i].verdict) })).sort((a, b) => a.at - b.at).map(x => x.row);
  const broken = run.requirements.filter(r => r.verdict === 'FAIL' || r.verdict === 'WARN');
  const rules = broken.length === 0 ? '' : el('section', {}, el('h2', {}, 'Found in messages of any scenario'),
    ...broken.map(r => el('div', { class: 'card ' + (r.verdict === 'FAIL' ? 'error' : 'warning') }, visible(r.what),
      el('dl', {}, ...pair('clause', clause(r.id)), ...pair('how often', String(r.count)),
        ...pair('first in', el('a', { href: '#' + encodeURIComponent(r.first.scenario) }, visible(r.first.scenario)))))));
  document.body.append(heading(), changes(), rules, el('main', {}, el('h2', {}, 'Scenarios'), tools(), ...sorted), requirements());
  filter();
  const follow = () => {
    try {
      openById(decodeURIComponent(location.hash.slice(1)));
    } catch (none) {
      // An address that is none opens nothing.
    }
  };
  addEventListener('hashchange', follow);
  follow();
  // On paper, what failed stands there whole.
  addEventListener('beforeprint', () => run.scenarios.forEach((s, i) => { if (s.verdict === 'FAIL' || s.verdict === 'ERROR') open(i, true); }));
}
start();
