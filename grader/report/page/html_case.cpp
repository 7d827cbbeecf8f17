#include "grader/report/page/html_case.hpp"

#include <fmt/format.h>

#include "grader/base/numbers.hpp"
#include "grader/report/html_text.hpp"
#include "grader/report/page/html_tensor.hpp"
#include "grader/report/terminal_case.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxInputName = 60;
constexpr std::size_t kMaxCaseName = 400;
constexpr std::size_t kMaxPrinted = 4000;
constexpr int kInputDigits = 6;

std::string tensors(const FailingCase& failing) {
  std::string text;
  for (const NamedTensor& input : failing.inputs) text += html_tensor(html(input.name, kMaxInputName), input);
  for (const auto& [name, value] : failing.attributes)
    text += html_tensor(html(name, kMaxInputName), {name, {}, {value}});
  for (const NamedTensor& upstream : failing.upstream)
    text += html_tensor("upstream gradient d" + html(upstream.name, kMaxInputName), upstream);
  if (failing.expected)
    text += html_tensor(html(failing.expected->name, kMaxInputName) + ", expected", *failing.expected);
  if (failing.actual)
    text += html_tensor(html(failing.actual->name, kMaxInputName) + ", yours", *failing.actual);
  return text;
}

}  // namespace

std::string html_case(const FailingCase& failing) {
  const std::string name = html(case_name(failing), kMaxCaseName);
  std::string text;
  if (!failing.printed.empty()) {
    text += fmt::format("<p class=\"where\">Your code printed, with {}:</p>\n<pre tabindex=\"0\">{}</pre>\n",
                        name, html(failing.printed, kMaxPrinted));
  }
  return text + fmt::format(
                    "<details class=\"case\">\n<summary>{}, {}</summary>\n<div "
                    "class=\"tensors\">\n{}</div>\n</details>\n",
                    failing.smallest ? "The smallest case that fails" : "The case", name, tensors(failing));
}

}  // namespace grader
