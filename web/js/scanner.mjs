// Scanners are keyboards: a burst of at least four characters, less than 35 ms apart, ended by
// Enter. A burst typed anywhere goes to the scan field; what the focused field held before it is
// put back, and the Enter never submits a form by itself.

const GAP_MS = 35;
const LENGTH_MIN = 4;
const REPEAT_MS = 2000;

/** Follows keys and tells bursts from typing. Knows nothing of the page, so it can be tested. */
export class Burst {
  #text = "";
  #last = -Infinity;

  /** Takes one key; returns the scanned text when this key was the Enter that ends a burst. */
  key(key, at) {
    const quick = at - this.#last < GAP_MS;
    this.#last = at;
    if (key === "Enter") {
      const text = quick && this.#text.length >= LENGTH_MIN ? this.#text : null;
      this.#text = "";
      return text;
    }
    if (key.length !== 1) return null;
    this.#text = quick ? this.#text + key : key;
    return null;
  }

  /** Whether the next key would begin something new, so the focused field is worth remembering. */
  beginsAt(at) {
    return at - this.#last >= GAP_MS;
  }
}

/** Refuses the same code twice within two seconds: a hand that lingers over the reader. */
export class Repeats {
  #text = null;
  #at = -Infinity;

  isRepeat(text, at) {
    const repeat = text === this.#text && at - this.#at < REPEAT_MS;
    this.#text = text;
    this.#at = at;
    return repeat;
  }
}

export function listen(document) {
  const field = document.querySelector("[data-scan]");
  if (!field) return;
  const burst = new Burst();
  const repeats = new Repeats();
  let remembered = null;

  document.addEventListener(
    "keydown",
    (event) => {
      const target = event.target;
      if (burst.beginsAt(event.timeStamp)) remembered = remember(target);
      const text = burst.key(event.key, event.timeStamp);
      if (text === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (target !== field) restore(remembered);
      if (repeats.isRepeat(text, event.timeStamp)) field.value = "";
      else submit(field, text);
    },
    { capture: true },
  );
}

function remember(element) {
  return "value" in element ? { element, value: element.value } : null;
}

function restore(remembered) {
  if (!remembered) return;
  remembered.element.value = remembered.value;
}

function submit(field, text) {
  field.value = text;
  field.focus();
  announce(field, text);
  field.form?.requestSubmit();
}

// The page holds the sentence ("Đã quét lúc {time}: {code}") so that it exists in both languages.
function announce(field, text) {
  const live = field.ownerDocument.querySelector("[data-scan-live]");
  if (!live) return;
  const time = new Date().toTimeString().slice(0, 8);
  live.textContent = live.dataset.scanLive.replace("{time}", time).replace("{code}", text);
}
