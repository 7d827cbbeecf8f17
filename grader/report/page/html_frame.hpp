/// The parts that all our pages share: head, policy and styles.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct Script {
  std::string text = {};
  std::string link = {};  ///< instead of the text: a path relative to the page
};

/// Returns a whole HTML document. `title` is untrusted text and `body` is HTML. The page runs `scripts` in
/// this order, and nothing else: its policy allows inline scripts by their hashes and linked ones by their
/// place. It allows no connection, frame or form.
std::string html_frame(std::string_view title, std::string_view body, const std::vector<Script>& scripts);

}  // namespace grader
