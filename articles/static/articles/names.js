/* Names to complete what is written in a filter's box, from the address that the box gives. */

const PAUSE = 200; // milliseconds without a key

for (const box of document.querySelectorAll("input[data-names]")) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-names`;
  box.after(list);
  box.setAttribute("list", list.id);
  let timer;

  const complete = async () => {
    const asked = box.value;
    const response = await fetch(`${box.dataset.names}?${new URLSearchParams({q: asked})}`);
    if (!response.ok || box.value !== asked) return;
    const {results} = await response.json();
    list.replaceChildren(...results.map(({title, about}) => new Option(about, title)));
  };

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.inputType === "insertReplacementText") {
      box.form.requestSubmit(); // one of the names was chosen
    } else if (box.value.trim()) {
      timer = setTimeout(complete, PAUSE);
    }
  });
}
