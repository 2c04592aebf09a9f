/* Where the writing was when it was saved: the page that comes back goes on there. */

const KEY = "newsroom-place";

export const keepPlace = ({isFocused, state: {selection}}) => {
  if (!isFocused) return;
  const {anchor, head} = selection;
  sessionStorage.setItem(KEY, JSON.stringify({path: location.pathname, anchor, head, scroll: window.scrollY}));
};

export const returnToPlace = (editor) => {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  const same = kept && (kept.path === location.pathname || kept.path.endsWith("/add/"));
  if (!same || document.querySelector(".errornote")) return; // what is wrong is to be read first
  const end = editor.state.doc.content.size;
  const [from, to] = [kept.anchor, kept.head].map((position) => Math.min(position, end));
  editor.chain().setTextSelection({from, to}).focus(null, {scrollIntoView: false}).run();
  window.scrollTo(0, kept.scroll);
};
