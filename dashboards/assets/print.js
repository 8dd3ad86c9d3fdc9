// The button that prints a page, and the day on which it is printed.
(() => {
  function stamp() {
    const english = document.documentElement.lang === "en";
    const style = { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric" };
    const today = new Intl.DateTimeFormat(english ? "en-GB" : "vi-VN", style).format(new Date());
    for (const place of document.querySelectorAll(".printed-at")) {
      place.textContent = today;
    }
  }

  window.addEventListener("beforeprint", stamp);
  document.addEventListener("click", ({ target }) => {
    if (target.closest(".print-button")) {
      window.print();
    }
  });
})();
