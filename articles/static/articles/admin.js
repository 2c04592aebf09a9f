/* Names for the admin's Select2 boxes, which stand beside their label without saying what they choose. */

"use strict";

{
  const labelOf = (select) => {
    const label = select.getAttribute("aria-label") || document.querySelector(`label[for="${select.id}"]`)?.textContent || "";
    return label.trim().replace(/\s*:$/, "");
  };

  const give = (element, label) => {
    if (element.getAttribute("aria-label") !== label) {
      element.removeAttribute("aria-labelledby");
      element.setAttribute("aria-label", label);
    }
  };

  const nameAll = () => {
    for (const box of document.querySelectorAll("select + .select2-container")) {
      const label = labelOf(box.previousElementSibling);
      const chosen = box.querySelector("[role='textbox']");
      for (const part of box.querySelectorAll("[role='combobox'], .select2-search__field")) {
        give(part, chosen?.textContent.trim() ? `${label}: ${chosen.title || chosen.textContent}` : label);
      }
      // Not a field of its own: the combobox around it is.
      chosen?.removeAttribute("role");
      chosen?.removeAttribute("aria-readonly");
      if (box.classList.contains("select2-container--open")) {
        for (const part of document.querySelectorAll(".select2-dropdown .select2-search__field, .select2-results__options")) {
          give(part, label);
        }
      }
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(nameAll).observe(document.body, {childList: true, subtree: true});
    nameAll();
  });
}
