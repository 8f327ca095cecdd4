'use strict';
(() => {
  const form = document.getElementById('filters');
  const [text, check, path, status] = ['text', 'check', 'path', 'status'].map(id => document.getElementById(id));
  const count = document.getElementById('count');
  const more = document.getElementById('more');
  const cards = Array.from(document.querySelectorAll('article'));
  const words = new Map();
  const shown = () => cards.filter(card => !card.parentElement.hidden);

  // What a card says, in lower case; asked for once each, and only if there is a search.
  const wordsOf = card => {
    if (!words.has(card)) words.set(card, card.textContent.toLowerCase());
    return words.get(card);
  };
  const fits = card => {
    const data = card.dataset;
    return (!check.value || data.check === check.value) && (!path.value || data.path === path.value) &&
      (!status.value || data.status === status.value) &&
      text.value.toLowerCase().split(/\s+/).every(word => !word || wordsOf(card).includes(word));
  };
  // So many are shown at once: thousands take seconds to lay out.
  const page = 100;
  let limit = page;
  const apply = () => {
    let left = 0;
    for (const card of cards) card.parentElement.hidden = !fits(card) || ++left > limit;
    count.textContent = (left === cards.length
      ? `${left} finding${left === 1 ? '' : 's'}` : `${left} of ${cards.length} findings`) +
      (left > limit ? `, the first ${limit} are shown` : '');
    more.hidden = left <= limit;
  };
  const filter = () => {
    limit = page;
    apply();
  };
  const extend = () => {
    limit += page;
    apply();
  };
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  more.addEventListener('click', extend);
  apply();
  document.body.classList.add('ready');

  // From the card that has the focus, or that contains what has it, or else from the start.
  const step = by => {
    let list = shown();
    if (!list.length) return;
    const at = list.indexOf(document.activeElement.closest('article'));
    if (at + by === list.length && !more.hidden) {
      extend();
      list = shown();
    }
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)];
    next.scrollIntoView({block: 'start', behavior: 'instant'});
    next.focus({preventScroll: true});
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === 'Escape' && field) {
      document.activeElement.blur();
      return;
    }
    if (field) return;
    const inCard = document.activeElement.closest('article');
    if (event.key === '/') text.focus();
    else if (event.key === 'j' || (event.key === 'ArrowDown' && inCard)) step(1);
    else if (event.key === 'k' || (event.key === 'ArrowUp' && inCard)) step(-1);
    else return;
    event.preventDefault();
  });
})();
