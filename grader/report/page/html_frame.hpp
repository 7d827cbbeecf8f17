/// What every page of ours has: the head, the policy, the look.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace grader {

struct Script {
  std::string text = {};
  std::string link = {};  ///< instead of the text: a path relative to the page
};

/// A whole HTML document. `title` is untrusted text, `body` is HTML, `scripts` are run in this order and are
/// the only ones that can run: the policy names them by their hashes, linked ones by their place, and allows
/// no connection, frame or form.
std::string html_frame(std::string_view title, std::string_view body, const std::vector<Script>& scripts);

}  // namespace grader
