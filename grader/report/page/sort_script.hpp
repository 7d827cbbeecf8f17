/// The script that sorts tables of a page.
#pragma once
#include <string_view>

namespace grader {

/// Gives each column of each table of the class "sortable" a button in its head. A click sorts the rows by
/// that column, a second click the other way: numbers by value, other text by letters, empty cells last. The
/// page is whole without it.
inline constexpr std::string_view kSortTables = R"js(
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.querySelector(".away")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const text = (row) => row.cells[column].textContent.trim();
      const order = (first, second) => {
        const [a, b] = [text(first), text(second)];
        if (a === "" || b === "") return (a === "") - (b === "");
        const difference = Number.parseFloat(a) - Number.parseFloat(b);
        const compared = Number.isNaN(difference) ? a.localeCompare(b, "en", { numeric: true }) : difference;
        return down ? -compared : compared;
      };
      body.append(...[...body.rows].sort(order));
    });
  });
}
)js";

}  // namespace grader
