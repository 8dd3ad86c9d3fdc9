// Light or dark. Runs before the page is drawn, so that nothing flashes: what was chosen here before, else the system's.
(() => {
  const NAME = "sohoa-theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  // A browser may refuse storage; then the choice lasts as long as the page.
  const stored = (use) => {
    try {
      return use(window.localStorage);
    } catch {
      return null;
    }
  };
  const before = stored((storage) => storage.getItem(NAME));
  if (before === "light" || before === "dark") {
    root.dataset.theme = before;
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".theme")) {
      return;
    }
    const now = root.dataset.theme ?? (system.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    stored((storage) => storage.setItem(NAME, root.dataset.theme));
  });
})();
