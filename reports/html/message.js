'use strict';
// One message, row by row, with what was found at its octets. Offsets count octets; rows are decoded one by one.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function bytesOf(m) {
  return m.octets_base64 !== undefined ? octetsOf(m.octets_base64) : new TextEncoder().encode(m.octets);
}

const mostMessageRows = 2000;

// { text, start } of each row; the line end is no part of it. A row that is too long is cut, and so is a message.
function rowsOf(bytes) {
  const out = [];
  for (let start = 0; start < bytes.length && out.length < mostMessageRows;) {
    let end = bytes.indexOf(10, start);
    if (end < 0) end = bytes.length;
    const stop = end > start && bytes[end - 1] === 13 ? end - 1 : end;
    out.push({ start, end: Math.min(end + 1, bytes.length), text: decoder.decode(bytes.subarray(start, Math.min(stop, start + longest))),
      bytes: bytes.subarray(start, Math.min(stop, start + longest)), more: Math.max(0, stop - start - longest) });
    start = end + 1;
  }
  return out;
}

// [class, text] pieces of a row.
function pieces(text, place) {
  if (place === 'start') return [['', text]];
  const pattern = place === 'head' ? /^[^:\s]+(?=\s*:)|"(?:[^"\\]|\\.)*"/g : /<[?!/]?[^\s>]*|[?/]?>|"[^"<]*"|'[^'<]*'|^[A-Za-z-]+(?=:)/g;
  const out = [];
  let done = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > done) out.push(['', text.slice(done, found.index)]);
    const word = found[0];
    out.push([/^["']/.test(word) ? 'quoted' : /^[<>?/]/.test(word) ? 'tag' : 'name', word]);
    done = found.index + word.length;
  }
  if (done < text.length) out.push(['', text.slice(done)]);
  return out;
}

function rowText(row, place, marks, now) {
  const out = el('span', { class: 't' });
  // Where a mark begins, in characters; at the end of a row it stands behind it.
  const at = marks.map(f => ({ f, i: decoder.decode(row.bytes.subarray(0, Math.max(0, f.offset - row.start))).length }));
  let done = 0;
  for (const [css, text] of pieces(row.text, place)) {
    let rest = text;
    const here = at.filter(a => a.i >= done && a.i < done + text.length).sort((a, b) => a.i - b.i);
    let from = done;
    for (const { f, i } of here) {
      if (i < from) continue;
      const before = rest.slice(0, i - from);
      if (before) out.append(el('span', { class: css }, visible(before)));
      rest = rest.slice(i - from);
      const word = /^(?:[\w.@+-]+|.)/s.exec(rest)[0];
      out.append(el('mark', { class: f.severity + (f === now ? ' now' : '') }, visible(word)));
      rest = rest.slice(word.length);
      from = i + word.length;
    }
    if (rest) out.append(el('span', { class: css }, visible(rest)));
    done += text.length;
  }
  for (const { f, i } of at)
    if (i >= row.text.length) out.append(el('mark', { class: f.severity + (f === now ? ' now' : ''), title: 'the end of the row' }, '⏎'));
  if (row.more) out.append(el('span', { class: 'faint' }, `… (${row.more} octets more)`));
  return out;
}

// XML as a tree of rows, or why it is none.
function prettyRows(text) {
  const read = new DOMParser().parseFromString(text, 'application/xml');
  const bad = read.querySelector('parsererror');
  if (bad) return { why: (bad.textContent.split('\n').find(t => /line \d+|error/.test(t)) || 'no XML').trim() };
  const out = [];
  const walk = (node, depth) => {
    const pad = '  '.repeat(depth);
    if (node.nodeType === Node.ELEMENT_NODE) {
      const head = '<' + node.nodeName + [...node.attributes].map(a => ` ${a.name}="${a.value}"`).join('');
      const kids = [...node.childNodes].filter(c => c.nodeType !== Node.TEXT_NODE || c.data.trim());
      if (kids.length === 0) out.push(pad + head + '/>');
      else if (kids.length === 1 && kids[0].nodeType === Node.TEXT_NODE) out.push(`${pad}${head}>${kids[0].data.trim()}</${node.nodeName}>`);
      else {
        out.push(pad + head + '>');
        if (depth < 64) kids.forEach(k => walk(k, depth + 1));
        out.push(`${pad}</${node.nodeName}>`);
      }
    } else if (node.nodeType === Node.TEXT_NODE) out.push(pad + node.data.trim());
    else if (node.nodeType === Node.COMMENT_NODE) out.push(`${pad}<!--${node.data}-->`);
  };
  walk(read.documentElement, 0);
  return { rows: out };
}

// Up to the next row that begins as a boundary does; `-->` ends a comment.
const document_ = /<\?xml[\s\S]*?(?=\r?\n--[^>\r\n]|$(?![\s\S]))|<[A-Za-z][\s\S]*?(?=\r?\n--[^>\r\n]|$(?![\s\S]))/g;

const longestTree = 200000;

function pretty(whole) {
  const body = whole.slice(0, longestTree);
  const out = el('div', { class: 'rows' });
  for (const found of body.matchAll(document_)) {
    const read = prettyRows(found[0].trim());
    if (read.why) out.append(el('div', { class: 'remark-row' }, 'This part cannot be read as XML: ' + visible(read.why)));
    (read.rows || []).forEach((text, n) => out.append(el('div', { class: 'row' }, el('span', { class: 'n' }, String(n + 1)),
      rowText({ text, start: 0, bytes: new Uint8Array() }, 'body', [], undefined))));
  }
  return out;
}

function messageView(s, index, now) {
  const m = s.messages[index];
  const bytes = bytesOf(m), rows = rowsOf(bytes);
  const found = s.findings.filter(f => f.message === index);
  const list = el('div', { class: 'rows', tabindex: 0, 'aria-label': 'rows of the message' });
  let place = 'start', body = -1, bodyRows;
  rows.forEach((row, n) => {
    const marks = found.filter(f => f.offset >= row.start && (f.offset < row.end || (n === rows.length - 1 && f.offset >= row.end)));
    const line = el('div', { class: 'row ' + place }, el('span', { class: 'n' }, String(n + 1)), rowText(row, place, marks, now));
    (bodyRows || list).append(line, ...marks.map(f => el('div', { class: 'remark-row ' + f.severity }, visible(f.what))));
    if (place === 'start') place = 'head';
    if (place === 'head' && row.text === '') {
      place = 'body';
      body = row.end;
      bodyRows = el('div', {});
    }
  });
  if (bodyRows && bodyRows.firstChild) {
    const text = decoder.decode(bytes.subarray(body));
    const head = el('div', { class: 'body-head' }, el('span', {}, `body, ${bytes.length - body} octets`));
    if (/</.test(text)) {
      let tree;
      const toggle = el('button', { 'aria-pressed': 'false', onclick: () => {
        tree = tree || pretty(text);
        const on = toggle.getAttribute('aria-pressed') === 'false';
        toggle.setAttribute('aria-pressed', String(on));
        on ? bodyRows.replaceWith(tree) : tree.replaceWith(bodyRows);
      } }, 'as a tree');
      const fold = el('button', { 'aria-pressed': 'false', onclick: () => {
        const hide = fold.getAttribute('aria-pressed') === 'false';
        fold.setAttribute('aria-pressed', String(hide));
        bodyRows.hidden = hide;
        if (tree) tree.hidden = hide;
      } }, 'folded');
      head.append(toggle, fold);
    }
    list.append(head, bodyRows);
  }
  if (rows.length === mostMessageRows) list.append(el('div', { class: 'body-head' }, 'The rest is in the file that can be saved.'));
  const name = party => visible(party);
  return el('div', { class: 'message' }, el('header', {}, el('b', {}, `message ${index + 1}`), el('span', {}, `${(m.at_us / 1e6).toFixed(3)} s`),
    el('span', {}, `${name(m.source)} → ${name(m.destination)}`),
    el('span', { class: 'faint' }, `${visible(m.transport)} ${visible(m.source_address)} → ${visible(m.destination_address)}, ${bytes.length} octets`)), list);
}
