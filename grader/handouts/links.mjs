// Where the links of a text lead once the texts are pages.

// Returns where `link`, as it is in the Markdown, leads from a page, or null when it leads nowhere there. The pages of the course are all
// in one folder, and are called by their assignment or text. A kit has handout.html, and starter/ with the other texts.
export function pageOfLink(link, place) {
  if (/^(https?:|#|mailto:)/.test(link)) return link;
  const [path, anchor] = link.split("#");
  const end = anchor === undefined ? "" : "#" + anchor;
  const handout = /([^/]+)\/handout\.md$/.exec(path);
  const text = /(?:^|starter\/)([a-z-]+)\.md$/.exec(path);
  if (handout) return place === "course" ? `${handout[1]}.html${end}` : null;
  if (text) return (place === "kit" && path.includes("starter/") ? "starter/" : "") + `${text[1]}.html${end}`;
  return null;
}
