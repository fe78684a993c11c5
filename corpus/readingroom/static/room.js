// Conveniences only: every page reads and works without this.
"use strict";

// A figure in the text leads to its row, every piece of it is lit together.
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("mark.figure");
  const key = mark && (mark.id || mark.dataset.of);
  const row = key && document.getElementById(key.replace("f-", "row-"));
  if (row) location.hash = row.id;
});

function light() {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const key = location.hash.slice(1);
  if (!/^[fr]-\d+$/.test(key)) return;
  for (const piece of document.querySelectorAll(`[data-of="${key}"]`)) piece.classList.add("lit");
}
addEventListener("hashchange", light);
light();

// Arrow keys walk the heat map.
document.querySelector(".heat")?.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const cell = event.target.closest("td, th");
  if (!step || !cell) return;
  const rows = [...document.querySelectorAll(".heat tr")];
  let row = rows.indexOf(cell.parentElement);
  let column = cell.cellIndex;
  for (;;) {
    row += step[0];
    column += step[1];
    const next = rows[row]?.cells[column];
    if (column < 0 || row < 0 || row >= rows.length || (step[1] && !next)) return;
    const link = next?.querySelector("a");
    if (link) {
      link.focus();
      event.preventDefault();
      return;
    }
  }
});
