#include "grader/report/page/html_problem.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/circuits/circuit.hpp"
#include "grader/report/html_text.hpp"
#include "grader/report/page/html_case.hpp"
#include "grader/report/page/html_tensor.hpp"
#include "grader/report/prediction_words.hpp"
#include "grader/report/terminal_problem.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxProblemName = 120;
constexpr std::size_t kMaxHtmlMessage = 4000;
constexpr int kHtmlErrorDigits = 3;
constexpr int kHtmlRatioDigits = 6;

/// Shows prose as a paragraph, and the output of a compiler or program line by line.
std::string message(const std::string& untrusted) {
  if (untrusted.empty()) return {};
  const std::string text = html(untrusted, kMaxHtmlMessage);
  if (text.find('\n') == std::string::npos) return "<p class=\"message\">" + text + "</p>\n";
  return "<pre tabindex=\"0\">" + text + "</pre>\n";
}

std::string worst_element(const Evidence& evidence) {
  const WorstElement& worst = *evidence.worst;
  const std::string tensor = html(evidence.gradient.value_or("value"), kMaxProblemName);
  const std::string index = worst.index.empty() ? "" : fmt::format("[{}]", fmt::join(worst.index, ", "));
  const auto [expected, actual] = format_apart(worst.expected, worst.actual);
  std::string text = fmt::format(
      "<p class=\"message\">Most wrong is <code>{}{}</code>: expected <strong>{}</strong>, yours "
      "<strong>{}</strong>; off by {}, "
      "allowed {}.",
      tensor, index, expected, actual, format_number(worst.absolute_error, kHtmlErrorDigits),
      format_number(worst.tolerance, kHtmlErrorDigits));
  if (evidence.ratio) text += " Yours / expected = " + format_number(*evidence.ratio, kHtmlRatioDigits) + ".";
  return text + "</p>\n";
}

std::string evidence_of(const Evidence& evidence, const std::string& repeat) {
  std::string text;
  if (evidence.worst) text += worst_element(evidence);
  text += html_tensors(evidence);
  return text + fmt::format(
                    "<p class=\"where\">Input: {} (case seed {}). Repeat with "
                    "<code>{}</code></p>\n",
                    html(evidence.probe, kMaxProblemName), evidence.case_seed, html(repeat, kMaxProblemName));
}

std::string check_section(const Check& check, const std::string& repeat) {
  const std::string name = check.visibility == Visibility::hidden
                               ? fmt::format("A hidden {} check", to_string(check.kind))
                               : "Check " + html(check.id, kMaxProblemName);
  std::string text = fmt::format("<h3>{}: <span class=\"badge {}\">{}</span></h3>\n", name,
                                 to_string(check.status), plain_words(check.status));
  text += message(check.message);
  if (check.mistake && check.mistake->hint != check.message)
    text +=
        "<p class=\"hint\"><strong>Hint:</strong> " + html(check.mistake->hint, kMaxHtmlMessage) + "</p>\n";
  for (std::size_t i = 0; i < check.more_hints.size(); ++i) {
    text += fmt::format(
        "<details class=\"hint\"><summary>{}</summary>\n<p class=\"message\">{}</p>\n</details>\n",
        i == 0 ? "Hint 2: the idea" : "Hint 3: an example with numbers",
        html(check.more_hints[i], kMaxHtmlMessage));
  }
  if (check.evidence) text += evidence_of(*check.evidence, repeat);
  if (check.failing_case) text += html_case(*check.failing_case);
  return text;
}

std::string place(const Problem& problem) {
  if (!problem.location) return {};
  const std::string line = problem.location->line ? fmt::format(", line {}", *problem.location->line) : "";
  return "<p class=\"where\"><code>" + html(problem.location->file, kMaxProblemName) + "</code>" + line +
         "</p>\n";
}

// Links the handout's section where the file can be reached, and names it otherwise.
std::string handout_place(const Problem& problem, const HandoutLink& link) {
  const std::string& place = problem.excerpt ? problem.excerpt->handout : problem.handout;
  if (place.empty()) return {};
  const std::size_t hash = std::min(place.find('#'), place.size());
  const std::string text = "<code>" + html(place, kMaxProblemName) + "</code>";
  const std::string path = link ? link(place.substr(0, hash)) : "";
  const std::string anchor = hash == place.size() ? "" : "#" + href(place.substr(hash + 1));
  return "<p class=\"where\">In the handout: " +
         (path.empty() ? text : "<a href=\"" + href(path) + anchor + "\">" + text + "</a>") + "</p>\n";
}

std::string predictions(const Problem& problem) {
  const std::vector<const Prediction*> all = made(problem.predictions);
  if (all.empty()) return {};
  std::string text = fmt::format("<h3>{}</h3>\n<dl>\n", kPredictionsTitle);
  for (const Prediction* each : all) {
    const std::string measured =
        each->measured.empty() ? ""
                               : "measured <strong>" + html(each->measured, kMaxProblemName) + "</strong>: ";
    text += fmt::format("<dt>{}</dt><dd>You: <strong>{}</strong>, {}{}</dd>\n",
                        html(each->question, kMaxHtmlMessage), html(each->predicted, kMaxProblemName),
                        measured, verdict_words(*each));
  }
  return text + "</dl>\n";
}

// The circuit with the numbers of one call. It scrolls by itself where the window is narrow.
std::string circuit(const Problem& problem) {
  if (!problem.drawn) return {};
  Circuit drawn = problem.drawn->circuit;
  drawn.title = clean(drawn.title, kMaxProblemName);
  for (CircuitNode& node : drawn.nodes) node.label = clean(node.label, kMaxProblemName);
  for (CircuitWire& wire : drawn.wires) wire.name = clean(wire.name, kMaxProblemName);
  const auto wrong = static_cast<std::size_t>(std::ranges::count_if(
      drawn.wires, [](const CircuitWire& wire) { return wire.right_gradient.has_value(); }));
  const std::string marks =
      wrong == 0 ? "All of them are right here."
                 : fmt::format("{} wrong here: the wire is dashed, and the right number stands below yours.",
                               wrong == 1 ? "1 is" : fmt::format("{} are", wrong));
  return fmt::format(
      "<div class=\"drawing\">\n<p class=\"caption\">Your circuit, with inputs of kind {}</p>\n"
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Your circuit\">\n{}</div>\n"
      "<p class=\"note\">The value of each wire is above it, your gradient below it in red. {}</p>\n"
      "</div>\n",
      html(problem.drawn->probe, kMaxProblemName), circuit_svg(drawn), marks);
}

// The function with its lines' numbers, and beside it what it was to compute.
std::string excerpt(const Problem& problem) {
  if (!problem.excerpt) return {};
  const Excerpt& own = *problem.excerpt;
  std::string numbered;
  std::size_t number = own.first_line;
  for (const std::string_view line : lines_of(own.source))
    numbered += fmt::format("{:4}  {}\n", number++, line);
  std::string text = "<details class=\"case\">\n<summary>Your function";
  if (!own.formula.empty()) text += " beside the formula";
  text += "</summary>\n";
  if (!own.formula.empty())
    text += "<pre class=\"formula\" tabindex=\"0\">" + html(own.formula, kMaxHtmlMessage) + "</pre>\n";
  text += "<pre tabindex=\"0\">" + html(numbered, 2 * kMaxHtmlMessage) + "</pre>\n";
  return text + "</details>\n";
}

}  // namespace

std::string badge_of(const Problem& problem) {
  return problem.status == Status::fail && problem.score > 0 ? "partly"
                                                             : std::string(to_string(problem.status));
}

std::string html_problem(const Problem& problem, std::size_t index, const std::string& repeat,
                         const HandoutLink& handout_link) {
  if (!has_section(problem) && !problem.drawn) return {};
  std::string text = fmt::format(
      "<section aria-labelledby=\"problem-{0}\">\n<h2 id=\"problem-{0}\">{1}: <span class=\"badge "
      "{2}\">{3}</span>, {4} / {5} "
      "points</h2>\n",
      index + 1, html(problem.title, kMaxProblemName), badge_of(problem),
      html(plain_words(problem), kMaxProblemName), format_points(problem.score),
      format_points(problem.max_score));
  text += place(problem) + handout_place(problem, handout_link);
  if (problem.status == Status::grader_error)
    text +=
        "<p class=\"message\">The grader itself failed here. This is not your fault: please tell your "
        "instructor.</p>\n";
  if (problem.message) text += message(*problem.message);
  text += predictions(problem) + circuit(problem);
  // One compiler error or crash fails every check in the same way, so it is shown once for the problem.
  const auto fails_as_a_whole = [&](const Check& check) {
    return check.status == problem.status && check.message.empty();
  };
  if (!problem.message || !std::ranges::all_of(problem.checks, fails_as_a_whole)) {
    for (const Check& check : problem.checks) {
      if (check.status != Status::pass || !check.message.empty()) text += check_section(check, repeat);
    }
  }
  return text + excerpt(problem) + "</section>\n";
}

}  // namespace grader
