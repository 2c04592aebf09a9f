/* Drags a section to another place in the tree. What is dropped is posted as the buttons are; the server asks where
   addresses change. */

const tree = document.querySelector(".section-tree");
let dragged = null;

const itemOf = (node) => node.closest?.("[data-section]");

const mark = (item, place) => {
  for (const row of tree.querySelectorAll("[data-drop]")) delete row.dataset.drop;
  if (item) item.querySelector(".section-row").dataset.drop = place;
};

/* Where a drop would put it: before or after the section under the pointer, or below it. */
const placeAt = (event) => {
  const item = itemOf(event.target);
  if (!dragged || !item || dragged.contains(item)) return [];
  const {top, height} = item.querySelector(".section-row").getBoundingClientRect();
  const part = (event.clientY - top) / height;
  if (part < 0.3) return [item, "before"];
  return [item, part > 0.7 && !item.querySelector("ul") ? "after" : "below"];
};

/* "After" is before the next one, or last below the same parent. */
const fields = (item, place) => {
  if (place !== "after") return {[place]: item.dataset.section};
  const next = item.nextElementSibling === dragged ? dragged.nextElementSibling : item.nextElementSibling;
  return next ? {before: next.dataset.section} : {below: itemOf(item.parentElement)?.dataset.section ?? ""};
};

const post = (values) => {
  for (const [name, value] of Object.entries(values)) {
    const input = document.createElement("input");
    Object.assign(input, {type: "hidden", name, value});
    tree.append(input);
  }
  tree.submit();
};

for (const row of tree.querySelectorAll(".section-row")) {
  row.draggable = true;
  for (const link of row.querySelectorAll("a")) link.draggable = false;
}
document.getElementById("by-drag").hidden = false;

tree.addEventListener("dragstart", (event) => {
  dragged = itemOf(event.target);
  event.dataTransfer.setData("text/plain", ""); // Firefox drags nothing without
  event.dataTransfer.effectAllowed = "move";
});
tree.addEventListener("dragover", (event) => {
  const [item, place] = placeAt(event);
  mark(item, place);
  if (item) event.preventDefault();
});
tree.addEventListener("drop", (event) => {
  event.preventDefault();
  const [item, place] = placeAt(event);
  if (item) post({section: dragged.dataset.section, ...fields(item, place)});
});
tree.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});
