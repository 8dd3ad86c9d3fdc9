// Dash draws a lone tick box as a list without a name with one option; a screen reader is told of the box alone.
const plain = () => {
  document.querySelectorAll(".ticked div[role], .ticked label[role], .ticked label[aria-selected]").forEach((part) => {
    part.removeAttribute("role");
    part.removeAttribute("aria-selected");
  });
};
new MutationObserver(plain).observe(document.documentElement, {
  attributeFilter: ["aria-selected"],
  childList: true,
  subtree: true,
});
