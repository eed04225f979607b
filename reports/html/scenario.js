'use strict';
// One scenario: what was not met, what the rules found, the ladder beside the chosen message, pictures, downloads.
function clause(id) {
  const known = data.requirements[id];
  if (!known) return el('span', {}, visible(id));
  return el('span', {}, el('a', { href: known.link, rel: 'noreferrer' }, visible(id)), known.keyword ? ` ${known.keyword}: ` : ': ', known.text);
}

function pair(name, value) {
  return value === undefined || value === '' ? [] : [el('dt', {}, name), el('dd', {}, value instanceof Node ? value : visible(value))];
}

function wrongMessage(s) {
  const told = s.deviations.map(d => d.message).find(m => m !== undefined);
  if (told !== undefined) return told;
  const found = s.findings.find(f => f.severity === 'error');
  return found ? found.message : undefined;
}

function deviationCard(d, choose) {
  const go = d.message === undefined ? undefined : el('button', { class: 'go', onclick: () => choose(d.message) }, `message ${d.message + 1}`);
  const level = d.requirement ? '' : ' plain';
  return el('div', { class: 'card' + level }, el('code', {}, `${visible(d.file)}:${d.line}: ${visible(d.text)}`),
    el('dl', {}, ...pair('expected', d.expected), ...pair('actual', d.actual), ...pair('evidence', d.evidence),
      ...pair('clause', d.requirement ? clause(d.requirement) : ''), ...pair('seen in', go || '')));
}

function findingCard(f, n, choose) {
  return el('div', { class: 'card ' + f.severity }, el('button', { class: 'go', 'data-finding': n, onclick: () => choose(f.message, f) },
    `message ${f.message + 1}, row ${f.line}: ${visible(f.what)}`),
  el('dl', {}, ...pair('expected', f.expected), ...pair('actual', f.actual), ...pair('clause', f.requirement ? clause(f.requirement) : ''),
    ...pair('rule', f.rule)));
}

function save(name, octets, type) {
  return el('a', { href: '#', download: name, onclick: e => { e.currentTarget.href = URL.createObjectURL(new Blob([octets], { type })); } }, name);
}

function octetsOf(base64) {
  return Uint8Array.from(atob(base64), c => c.charCodeAt(0));
}

function downloads(s, i) {
  const name = s.id.replace(/[^A-Za-z0-9._-]+/g, '-');
  const more = data.files[i] || {};
  return el('div', { class: 'downloads' },
    more.pcap ? save(name + '.pcap', octetsOf(more.pcap), 'application/vnd.tcpdump.pcap') : undefined,
    more.raw ? save(name + '.sip', octetsOf(more.raw), 'application/octet-stream') : undefined,
    save(name + '.json', JSON.stringify(s, null, 1), 'application/json'));
}

function pictures(s) {
  const all = (s.desk || []).filter(d => d.picture_base64);
  if (all.length === 0) return undefined;
  return el('div', { class: 'pictures' }, ...all.map(d => el('figure', {},
    el('img', { src: 'data:image/png;base64,' + d.picture_base64, alt: visible(d.words.map(w => w.text).join(' ')), loading: 'lazy' }),
    el('figcaption', {}, `${visible(d.phone)}, ${(d.at_us / 1e6).toFixed(3)} s: ${visible(d.words.map(w => w.text).join(' '))}`))));
}

function inside(s, i) {
  const view = el('div', {});
  const steps = ladder(s, wrongMessage(s), m => choose(m));
  const choose = (m, finding) => {
    view.replaceChildren(messageView(s, m, finding));
    steps.choose(m);
    const now = view.querySelector('mark.now');
    if (now) now.scrollIntoView({ block: 'center' });
  };
  const out = [el('p', { class: 'rerun' }, el('span', { class: 'faint' }, 'again: '), el('code', {}, visible(s.rerun))),
    ...s.deviations.map(d => deviationCard(d, choose)), ...s.findings.map((f, n) => findingCard(f, n, choose)),
    ...s.notes.map(n => el('p', { class: 'faint' }, visible(n)))];
  if (s.messages.length > 0 || (s.desk || []).length > 0) {
    out.push(el('div', { class: 'exchange' }, steps.element, view));
    if (s.messages.length > 0) {
      const wrong = wrongMessage(s);
      const finding = s.findings.find(f => f.message === wrong);
      choose(wrong === undefined ? 0 : wrong, finding);
    }
  }
  out.push(pictures(s), downloads(s, i));
  return out.filter(x => x !== undefined);
}
