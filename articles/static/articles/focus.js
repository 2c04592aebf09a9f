/* The focal point of a picture: set by a click or by arrow keys, and shown at once as what each shape will keep.
   The two number fields hold it; without scripts they are all there is. */

const STEP = 1, LEAP = 10; // percent; the leap with Shift
const MOVES = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

const stage = document.querySelector("[data-focus]");
const picture = stage?.querySelector("img");
const [across, down] = ["id_focus_x", "id_focus_y"].map((id) => document.getElementById(id));

const within = (value, most) => Math.min(Math.max(value, 0), most);

/* Where a shape's part of the picture begins, as images/recipe.py cuts it, in the percent that object-position takes. */
const position = (whole, part, percent) => {
  const rest = whole - part;
  return rest > 0 ? (within((whole * percent) / 100 - part / 2, rest) / rest) * 100 : 50;
};

if (picture && across && down) {
  const point = stage.querySelector(".focus-point");
  const {words} = point.dataset;
  const {width, height} = stage.dataset;
  const crops = document.querySelectorAll(".crop");

  const show = () => {
    const [x, y] = [across, down].map(({value}) => within(Number(value) || 0, 100));
    point.style.left = `${x}%`;
    point.style.top = `${y}%`;
    point.setAttribute("aria-label", words.replace("{x}", x).replace("{y}", y));
    for (const crop of crops) {
      const ratio = Number(crop.dataset.ratio);
      const part = [Math.min(width, height * ratio), Math.min(height, width / ratio)];
      crop.firstElementChild.style.objectPosition = `${position(width, part[0], x)}% ${position(height, part[1], y)}%`;
    }
  };

  const set = (x, y) => {
    across.value = Math.round(within(x, 100));
    down.value = Math.round(within(y, 100));
    show();
  };

  picture.addEventListener("click", ({clientX, clientY}) => {
    const box = picture.getBoundingClientRect();
    set(((clientX - box.left) / box.width) * 100, ((clientY - box.top) / box.height) * 100);
    point.focus({preventScroll: true});
  });
  point.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // nor does the page scroll
    const by = event.shiftKey ? LEAP : STEP;
    set(Number(across.value) + move[0] * by, Number(down.value) + move[1] * by);
  });
  for (const field of [across, down]) field.addEventListener("input", show);

  stage.classList.add("is-set-here");
  for (const part of [point, document.getElementById("focus-help"), document.querySelector(".focus-crops")]) part.hidden = false;
  show();
}
