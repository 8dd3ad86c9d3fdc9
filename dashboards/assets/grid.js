// Cells of the grid of units, and Enter on a cell that holds a link.
(() => {
  const draw = (...parts) => window.React.createElement(...parts);
  const WIDTH = 96;
  const HEIGHT = 26;
  const PAD = 3;

  function line(rates) {
    const known = rates.filter((rate) => rate !== null);
    if (known.length < 2) {
      return null;
    }
    const low = Math.min(...known);
    const span = Math.max(...known) - low || 1;
    const x = (index) => PAD + (index * (WIDTH - 2 * PAD)) / (rates.length - 1);
    const y = (rate) => HEIGHT - PAD - ((rate - low) / span) * (HEIGHT - 2 * PAD);
    // A month without a rate breaks the line: the next known one starts anew.
    const steps = rates.map((rate, index) => {
      const start = index === 0 || rates[index - 1] === null;
      return rate === null ? "" : `${start ? "M" : "L"}${x(index).toFixed(1)} ${y(rate).toFixed(1)}`;
    });
    return draw(
      "svg",
      { width: WIDTH, height: HEIGHT, "aria-hidden": true, className: "grid-spark" },
      draw("path", { d: steps.join(""), fill: "none", stroke: "currentColor", strokeWidth: 1.8 }),
    );
  }

  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
    // A row that is still under way has no data yet.
    SohoaUnit: ({ data }) =>
      data ? draw(window.dash_core_components.Link, { href: data.href, children: data.unit }) : draw("span", {}, "…"),
    SohoaChange: ({ data }) => (data ? draw("span", { className: data.tone }, data.change) : null),
    SohoaSpark: ({ data }) => (data ? line(data.spark) : null),
    SohoaStatus: ({ data }) => (data ? draw("span", { className: `chip chip-${data.status}` }, data.word) : null),
  });

  // The server has sorted the rows; the grid keeps them as they came, so that list and file agree.
  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, { sohoaAsGiven: () => 0 });

  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (event.key === "Enter" && cell.classList?.contains("ag-cell")) {
      cell.querySelector("a")?.click();
    }
  });
})();
