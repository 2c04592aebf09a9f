/* The preview beside the form: once opened, it is there after each save, as wide as it was. */

const KEY = "newsroom-preview";
const preview = document.querySelector(".desk-preview");

export const keepPreview = () => {
  if (!preview) return;
  const widths = [...preview.querySelectorAll("[name=preview-width]")];
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  preview.open = Boolean(kept.open);
  for (const width of widths) width.checked = width.value === (kept.width ?? "wide");
  const keep = () => sessionStorage.setItem(KEY, JSON.stringify({open: preview.open, width: widths.find((width) => width.checked).value}));
  preview.addEventListener("toggle", keep);
  preview.addEventListener("change", keep);
};
