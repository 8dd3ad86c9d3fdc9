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
    },
  },
});
