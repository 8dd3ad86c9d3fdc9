// Loading and a lost server: what only the browser can notice. Every sentence is in the document, in its language.
(() => {
  const SLOW = 400;
  const RETRY = 3000;
  const HEALTH = "/healthz";
  const plain = window.fetch.bind(window);
  let since = null;
  let missed = false;
  let timer = null;
  let waiting = null;

  const byId = (id) => document.getElementById(id);
  const tell = (text) => {
    byId("told").textContent = text;
  };

  // Which page is being asked for is seen at #page: assistive technology hears it when it takes long.
  function busy() {
    const page = byId("page");
    const on = page === null || page.hasAttribute("data-dash-is-loading");
    page?.setAttribute("aria-busy", String(on));
    clearTimeout(waiting);
    waiting = on ? setTimeout(() => tell(byId("told").dataset.loading), SLOW) : null;
    if (!on && byId("told").textContent === byId("told").dataset.loading) {
      tell("");
    }
  }

  function lost(kind) {
    since ??= new Date();
    const box = byId("lost");
    for (const line of box.querySelectorAll("[data-kind]")) {
      line.hidden = line.dataset.kind !== kind;
    }
    const two = (number) => String(number).padStart(2, "0");
    for (const time of box.querySelectorAll("time")) {
      time.textContent = `${two(since.getHours())}:${two(since.getMinutes())}`;
    }
    box.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(again, RETRY);
  }

  function back() {
    if (since === null) {
      return;
    }
    since = null;
    clearTimeout(timer);
    byId("lost").hidden = true;
    tell(byId("told").dataset.back);
    if (missed) {
      missed = false;
      // The page of this address never came: ask for it once more. Forms are left as they are.
      window.dash_clientside.set_props("url", { search: window.location.search });
    }
  }

  async function again() {
    try {
      const answer = await plain(HEALTH, { cache: "no-store" });
      return answer.ok ? back() : lost("failing");
    } catch {
      return lost("offline");
    }
  }

  const asksForPage = (body) => typeof body === "string" && body.includes('"output":"..page.children...heading.data.."');

  window.fetch = async (address, options) => {
    const callback = String(address?.url ?? address).includes("_dash-update-component");
    const note = (kind) => {
      missed ||= asksForPage(options?.body);
      lost(kind);
    };
    try {
      const answer = await plain(address, options);
      if (callback && answer.status >= 500) {
        note("failing");
      } else if (callback) {
        back();
      }
      return answer;
    } catch (error) {
      if (callback && error.name !== "AbortError") {
        note("offline");
      }
      throw error;
    }
  };

  window.addEventListener("offline", again);
  window.addEventListener("online", again);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#lost button")) {
      again();
    }
  });
  const watch = { subtree: true, childList: true, attributes: true, attributeFilter: ["data-dash-is-loading"] };
  new MutationObserver((changes) => {
    if (changes.some(({ target, type }) => target.id === "page" || (type === "childList" && target.id !== "told"))) {
      busy();
    }
  }).observe(document.body, watch);
})();
