// What moved while a page of the desk is open: a list says how many dossiers came, an open dossier
// says that somebody acted. Nothing that was typed is touched. Hidden windows do not listen.

export function listen(document) {
  const window = document.defaultView;
  const places = document.querySelectorAll("[data-live-list], [data-live-dossier]");
  if (!places.length || !window.EventSource) return;
  const state = { came: new Set(), last: "", source: null };
  const open = () => {
    if (state.source || document.hidden) return;
    state.source = new window.EventSource(address(document, state.last));
    state.source.addEventListener("ho-so", (event) => {
      state.last = event.lastEventId || state.last;
      for (const moved of JSON.parse(event.data)) show(document, state.came, moved);
    });
    state.source.addEventListener("so-luong", (event) => count(document, JSON.parse(event.data)));
    state.source.addEventListener("nhieu", () => many(document));
  };
  const close = () => {
    state.source?.close();
    state.source = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
}

/** Where to listen: with the place reached before, and the dossier that is open with its version. */
export function address(document, last) {
  const asked = new URLSearchParams();
  const open = document.querySelector("[data-live-dossier]");
  if (last) asked.set("sau", last);
  if (open) {
    asked.set("ma", open.dataset.liveDossier);
    asked.set("ban", open.dataset.liveVersion);
  }
  return `/ban-lam-viec/dong-tin?${asked}`;
}

function show(document, came, moved) {
  const open = document.querySelector("[data-live-dossier]");
  if (open?.dataset.liveDossier === moved.code && moved.version > Number(open.dataset.liveVersion)) {
    reveal(open, moved.by || open.dataset.liveSomebody);
  }
  const list = document.querySelector("[data-live-list]");
  if (!list || moved.tray !== list.dataset.liveList) return;
  if (document.querySelector(`[data-rows] a[href="/ho-so/${CSS.escape(moved.code)}"]`)) return;
  came.add(moved.code);
  reveal(list, String(came.size));
}

// The sentence stands in the page; only its one variable is put in.
function reveal(place, value) {
  const told = place.querySelector("[data-live-told]");
  told.dataset.sentence ??= told.textContent;
  told.textContent = told.dataset.sentence.replace("#", value);
  place.firstElementChild.hidden = false;
}

function many(document) {
  const list = document.querySelector("[data-live-list]");
  if (list) reveal(list, "50+");
}

function count(document, counts) {
  for (const [href, number] of Object.entries(counts)) {
    const place = document.querySelector(`.side a[href="${href}"] .count`);
    if (place) place.textContent = String(number);
  }
}
