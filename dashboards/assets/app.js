// What only the browser can do: the document's title and language, and where the reader stands after a move.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  sohoa: {
    arrived(heading) {
      if (!heading) {
        return;
      }
      document.title = heading.title;
      document.documentElement.lang = heading.lang;
      const here = window.location.pathname;
      if (window.sohoaPath !== undefined && window.sohoaPath !== here) {
        window.scrollTo(0, 0);
        document.getElementById("content")?.focus({ preventScroll: true });
      }
      window.sohoaPath = here;
      if (document.activeElement === document.body) {
        refocus(60);
      }
    },
  },
});

// A link of what is drawn as one piece leads on without asking for the whole page again. A filter or an order leaves
// the reader where the list is.
document.addEventListener("click", (event) => {
  const way = event.target.closest("a.inside");
  if (!way || way.target || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return;
  }
  event.preventDefault();
  window.history.pushState({}, "", way.href);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  if (!way.closest(".tools, .more, .nothing, .segments")) {
    window.scrollTo(0, 0);
  }
});

// A search box or a heading that sorts is drawn anew by its own answer; the reader stays in it.
let place = null;
document.addEventListener("focusin", ({ target }) => {
  const column = target.closest(".ag-header-cell")?.getAttribute("col-id");
  const found = target.closest(".find") ? ".find input" : null;
  place = column ? `.ag-header-cell[col-id="${column}"]` : found;
});

function refocus(frames) {
  const here = place && document.querySelector(place);
  if (here) {
    here.focus({ preventScroll: true });
  } else if (place && frames > 0) {
    requestAnimationFrame(() => refocus(frames - 1));
  }
}
