'use strict';
// The exchange as people draw it: a column for each party, a row for each message and for what was done at a phone.
function svg(name, attributes, ...children) {
  const out = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) out.setAttribute(key, value);
  out.append(...children);
  return out;
}

const mostRows = 400, column = 150, left = 62, top_ = 34, rowHeight = 34;

// What identifies a message at a glance.
function short(startLine) {
  const words = visible(startLine).split(' ');
  return words[0] === 'SIP/2.0' ? words.slice(1).join(' ').slice(0, 30) : words[0];
}

function ladder(s, wrong, chosen) {
  const parties = [];
  const of = name => {
    if (!parties.includes(name)) parties.push(name);
    return left + column / 2 + parties.indexOf(name) * column;
  };
  const rows = [...s.messages.map((m, i) => ({ at: m.at_us, m, i })),
    ...(s.desk || []).filter(d => !d.picture_base64 || d.what !== 'display').map(d => ({ at: d.at_us, d }))];
  rows.sort((a, b) => a.at - b.at);
  rows.forEach(r => r.m ? (of(r.m.source), of(r.m.destination)) : of(r.d.phone));
  const width = left + Math.max(1, parties.length) * column;
  const steps = [];
  const picture = svg('svg', { role: 'list', 'aria-label': 'messages in their order' });
  const draw = until => {
    const height = top_ + until * rowHeight + 12;
    picture.replaceChildren();
    for (const a of ['width', 'height', 'viewBox']) picture.setAttribute(a, a === 'width' ? width : a === 'height' ? height : `0 0 ${width} ${height}`);
    parties.forEach(p => {
      picture.append(svg('text', { x: of(p), y: 20, 'text-anchor': 'middle', class: 'actor' }, visible(p)),
        svg('line', { x1: of(p), y1: 28, x2: of(p), y2: height, class: 'life' }));
    });
    rows.slice(0, until).forEach((r, n) => picture.append(r.m ? arrow(r, n) : deed(r, n)));
  };
  function arrow({ m, i }, n) {
    const y = top_ + n * rowHeight + 22, from = of(m.source), to = of(m.destination), way = to >= from ? 1 : -1;
    const remark = [m.retransmission ? 'again' : '', m.deviation ? 'deviates on purpose' : '', m.ambient && i !== wrong ? 'ambient' : '', m.cleanup ? 'clean-up' : '']
      .filter(Boolean).join(', ');
    const step = svg('g', { class: 'step' + (m.retransmission ? ' again' : '') + (i === wrong ? ' wrong' : ''), tabindex: 0, role: 'listitem',
      'aria-label': visible(`${m.source} to ${m.destination}: ${m.start_line}`) },
    svg('rect', { x: 0, y: y - 20, width, height: rowHeight - 2, class: 'ground' }),
    svg('text', { x: 8, y: y + 4, class: 'time' }, (m.at_us / 1e6).toFixed(3)),
    svg('line', { x1: from, y1: y, x2: to, y2: y, class: 'arrow' }),
    svg('polygon', { points: `${to},${y} ${to - 9 * way},${y - 4.5} ${to - 9 * way},${y + 4.5}`, class: 'head' }),
    svg('text', { x: (from + to) / 2, y: y - 5, 'text-anchor': 'middle', class: 'label' }, short(m.start_line)),
    svg('text', { x: (from + to) / 2, y: y + 11, 'text-anchor': 'middle', class: 'remark' }, remark));
    if (i === wrong) {
      const x = (from + to) / 2 + way * column / 4;
      step.append(svg('path', { d: `M${x - 6} ${y - 6}L${x + 6} ${y + 6}M${x + 6} ${y - 6}L${x - 6} ${y + 6}`, class: 'cross' }));
    }
    step.addEventListener('click', () => chosen(i));
    step.addEventListener('keydown', e => {
      if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); chosen(i); }
      const next = e.key === 'ArrowDown' ? step.nextElementSibling : e.key === 'ArrowUp' ? step.previousElementSibling : null;
      if (next && next.classList.contains('step')) { e.preventDefault(); next.focus(); }
    });
    steps[i] = step;
    return step;
  }
  function deed({ d }, n) {
    const y = top_ + n * rowHeight + 18;
    return svg('g', { role: 'listitem' }, svg('text', { x: 8, y: y + 4, class: 'time' }, (d.at_us / 1e6).toFixed(3)),
      svg('circle', { cx: of(d.phone), cy: y, r: 4, class: 'head' }),
      svg('text', { x: of(d.phone) + 10, y: y + 4 }, visible(d.what) + (d.trouble ? ': ' + visible(d.trouble) : '')));
  }
  draw(Math.min(rows.length, Math.max(mostRows, wrong === undefined ? 0 : rows.findIndex(r => r.i === wrong) + 10)));
  const element = el('div', { class: 'ladder' }, picture);
  if (rows.length > steps.filter(Boolean).length && rows.length > mostRows)
    element.append(el('button', { class: 'chip', onclick: e => { draw(rows.length); e.currentTarget.remove(); } }, `all ${rows.length} rows`));
  let last;
  return { element, choose(i) {
    if (last) last.classList.remove('chosen');
    last = steps[i];
    if (last) last.classList.add('chosen');
  } };
}
