// Draws what only shows something as one component; see dashboards/drawing.py for why.
window.sohoa = Object.assign({}, window.sohoa, {
  Drawn({ tree }) {
    return draw(tree);
  },
});

function draw(node) {
  if (!Array.isArray(node)) {
    return node;
  }
  const [tag, props, parts] = node;
  return window.React.createElement(tag, props, ...parts.map(draw));
}
