"use strict";
// Ties the words of an article to its tables: what is pointed at or focused lights up the other side.
const names = (part, key) => (part.dataset[key] || "").split(" ").filter(Boolean);
const partOf = (target) => (target instanceof Element ? target.closest("[data-of]") : null);
let keyed = false;
let pointed = null;
let focused = null;
let source = null;
let lit = [];

function light() {
  if (source === (pointed || focused)) return;
  for (const part of lit) part.classList.remove("lit", "exact");
  source = pointed || focused;
  document.documentElement.classList.toggle("busy", source !== null);
  lit = source ? sharing("of", source.closest("article").querySelectorAll("[data-of]")) : [];
  for (const part of lit) part.classList.add("lit");
  for (const part of source ? sharing("at", lit) : []) part.classList.add("exact");
}

function sharing(key, parts) {
  const wanted = new Set(names(source, key));
  return [...parts].filter((part) => names(part, key).some((name) => wanted.has(name)));
}

// On a wide screen a long text scrolls by itself, beside the tables.
function reveal(words) {
  const panel = words && words.closest(".original");
  if (!panel || panel.scrollHeight <= panel.clientHeight) return;
  const away = words.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  if (away < 0 || away > panel.clientHeight - 48) panel.scrollTop += away - panel.clientHeight / 3;
}

// A pointer that lies still while the page scrolls under it does not take over from the keyboard.
document.addEventListener("keydown", () => { keyed = true; pointed = null; });
document.addEventListener("mousemove", (event) => {
  if (event.movementX || event.movementY) keyed = false;
  if (!keyed) { pointed = partOf(event.target); light(); }
});
document.documentElement.addEventListener("mouseleave", () => { pointed = null; light(); });
document.addEventListener("focusout", () => { focused = null; light(); });
document.addEventListener("focusin", (event) => {
  focused = partOf(event.target);
  if (focused) reveal(document.getElementById((event.target.hash || "").slice(1)));
  light();
});
