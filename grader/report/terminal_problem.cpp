#include "grader/report/terminal_problem.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "grader/base/layout.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/base/text.hpp"
#include "grader/report/prediction_words.hpp"
#include "grader/report/terminal_case.hpp"
#include "grader/report/terminal_tensor.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxMessage = 4000;
constexpr std::size_t kMaxMessageLines = 20;
constexpr std::size_t kMaxCheckName = 60;
constexpr std::size_t kMaxOthers = 6;
constexpr std::size_t kMaxHints = 6;
constexpr std::size_t kIndent = 2;
constexpr int kErrorDigits = 3;
constexpr int kRatioDigits = 6;

bool is_caret(std::string_view line) {
  return line.ends_with('^') && line.find_first_not_of(' ') == line.size() - 1;
}

/// Returns the part of a line that is `width` characters wide and holds the place of a caret, and where the
/// caret is in that part.
std::pair<std::string, std::size_t> around(std::string_view line, std::size_t caret, std::size_t width) {
  const std::size_t begin = caret + width / 4 < width ? 0 : caret + width / 4 - width;
  std::size_t skipped = 0;
  while (skipped < begin && !line.empty()) {
    line.remove_prefix(1);
    while (!line.empty() && (line.front() & 0xC0) == 0x80) line.remove_prefix(1);
    ++skipped;
  }
  return {shortened(line, width), caret - begin};
}

/// Collects indented lines.
class Lines {
 public:
  explicit Lines(std::size_t width) : width_(width - kIndent) {}

  void add(const std::string& line) {
    lines_.push_back(line.empty() ? "" : std::string(kIndent, ' ') + line);
  }
  void add(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) add(line);
  }
  void blank() {
    if (!lines_.empty() && !lines_.back().empty()) add(std::string());
  }
  void fill(const std::string& text) { add(wrapped(text, width_)); }

  /// Wraps a message of one line. Quotes a longer one, such as a compiler's output, unchanged.
  void message(std::string_view untrusted) {
    const std::string text = clean(untrusted, kMaxMessage);
    if (text.empty()) return;
    if (text.find('\n') == std::string::npos) return fill(text);
    quote(text);
  }

  /// Quotes cleaned text line by line. Of a line that is too long and has a caret below it, shows what is
  /// around the caret.
  void quote(const std::string& text) {
    const std::vector<std::string_view> lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i == kMaxMessageLines) return add("| (and more)");
      const bool pointed_at = i + 1 < lines.size() && is_caret(lines[i + 1]) && i + 1 < kMaxMessageLines;
      if (pointed_at && width_of(lines[i]) + 2 > width_) {
        const auto [part, caret] = around(lines[i], lines[i + 1].size() - 1, width_ - 2);
        add("| " + part);
        add("| " + std::string(caret, ' ') + '^');
        ++i;
      } else {
        add(lines[i].empty() ? "|" : fmt::format("| {}", lines[i]));
      }
    }
  }

  std::size_t width() const { return width_; }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::size_t width_;
  std::vector<std::string> lines_;
};

std::string name(std::string_view untrusted) { return clean(untrusted, kMaxCheckName); }

void add_worst(Lines& lines, const Evidence& evidence) {
  const WorstElement& worst = *evidence.worst;
  const std::string tensor = evidence.gradient ? name(*evidence.gradient) : "value";
  const std::string index = worst.index.empty() ? "" : fmt::format("[{}]", fmt::join(worst.index, ", "));
  const auto [expected, actual] = format_apart(worst.expected, worst.actual);
  const std::string label = tensor + index;
  const std::vector<std::string> left{"expected " + expected,
                                      "off by   " + format_number(worst.absolute_error, kErrorDigits)};
  const std::vector<std::string> right{"yours   " + actual,
                                       "allowed " + format_number(worst.tolerance, kErrorDigits)};
  std::vector<std::string> numbers = side_by_side(left, right, 3);
  if (evidence.ratio) numbers.push_back("yours / expected = " + format_number(*evidence.ratio, kRatioDigits));
  lines.add(side_by_side({label}, numbers, 3));
}

void add_evidence(Lines& lines, const Evidence& evidence, const std::string& repeat) {
  if (evidence.worst) {
    lines.blank();
    add_worst(lines, evidence);
  }
  if (const auto tensor = tensor_lines(evidence, lines.width()); !tensor.empty()) {
    lines.blank();
    lines.add(tensor);
  }
  lines.blank();
  lines.fill(fmt::format("Input: {} (case seed {}).", name(evidence.probe), evidence.case_seed));
  lines.fill("Repeat with: " + repeat);
}

void add_case(Lines& lines, const FailingCase& failing, const Detail& detail) {
  if (!failing.printed.empty()) {
    lines.blank();
    lines.fill("Your code printed, with " + case_name(failing) + ":");
    lines.quote(clean(failing.printed, kMaxMessage));
  }
  if (!detail.show_case) return;
  lines.blank();
  lines.add(case_lines(failing, lines.width()));
}

void add_check(Lines& lines, const Check& check, std::uint64_t seed, const std::string& problem,
               const Detail& detail) {
  const std::string words(plain_words(check.status));
  if (check.visibility == Visibility::hidden) {
    return lines.fill(fmt::format("A hidden {} check: {}.", to_string(check.kind), words));
  }
  const std::string id = name(check.id);
  const std::string gradient = check.evidence ? name(check.evidence->gradient.value_or("")) : "";
  const std::string subject = id.find(gradient) == std::string::npos ? fmt::format(", {}", gradient) : "";
  lines.fill(fmt::format("Check {}{}: {}.", id, subject, words));
  lines.message(check.message);
  if (check.mistake && check.mistake->hint != check.message) lines.message("Hint: " + check.mistake->hint);
  for (std::size_t step = 2; step <= detail.hints && step - 2 < check.more_hints.size(); ++step)
    lines.message(fmt::format("Hint {}: {}", step, check.more_hints[step - 2]));
  if (check.evidence) add_evidence(lines, *check.evidence, words_to_repeat(detail.words, problem, seed));
  if (check.failing_case) add_case(lines, *check.failing_case, detail);
}

// Returns whether a check is passed and has something to say, such as what a scenario showed.
bool says_more(const Check& check) {
  return check.status == Status::pass && check.visibility == Visibility::shown && !check.message.empty();
}

void add_passed(Lines& lines, const Problem& problem) {
  for (const Check& check : problem.checks) {
    if (!says_more(check)) continue;
    lines.blank();
    lines.fill(fmt::format("Check {}: {}.", name(check.id), plain_words(check.status)));
    lines.message(check.message);
  }
}

void add_predictions(Lines& lines, const Problem& problem) {
  const std::vector<const Prediction*> predictions = made(problem.predictions);
  if (predictions.empty()) return;
  lines.blank();
  lines.fill(std::string(kPredictionsTitle) + ':');
  for (const Prediction* prediction : predictions) {
    lines.message(prediction->question);
    const std::string measured =
        prediction->measured.empty() ? "" : "   measured " + name(prediction->measured);
    lines.add(
        fmt::format("  you {}{}   {}", name(prediction->predicted), measured, verdict_words(*prediction)));
  }
  lines.blank();
}

void add_others(Lines& lines, const Problem& problem, const Check* shown) {
  std::vector<std::string> others;
  std::size_t unnamed = 0;
  std::size_t hidden = 0;
  for (const Check& check : problem.checks) {
    if (&check == shown || check.status == Status::pass) continue;
    if (check.visibility == Visibility::hidden) {
      ++hidden;
    } else if (others.size() == kMaxOthers) {
      ++unnamed;
    } else {
      others.push_back(fmt::format("{} ({})", name(check.id), plain_words(check.status)));
    }
  }
  if (unnamed > 0) others.push_back(fmt::format("{} more", unnamed));
  if (hidden > 0) others.push_back(fmt::format("{} hidden {}", hidden, hidden == 1 ? "check" : "checks"));
  if (others.empty()) return;
  lines.blank();
  lines.fill(fmt::format("Also not passed: {}.", fmt::join(others, ", ")));
}

// Adds the hints of the other checks, each hint once.
void add_other_hints(Lines& lines, const Problem& problem, const Check* shown) {
  std::set<std::string> told;
  if (shown != nullptr && shown->mistake) told.insert(shown->mistake->hint);
  for (const Check& check : problem.checks) {
    if (!check.mistake || check.visibility == Visibility::hidden) continue;
    if (!told.insert(check.mistake->hint).second || told.size() > kMaxHints) continue;
    lines.message(fmt::format("Hint for {}: {}", name(check.id), check.mistake->hint));
  }
}

}  // namespace

std::string plain_words(const Problem& problem) {
  if (problem.status == Status::fail && problem.score > 0)
    return problem.score < problem.max_score ? "partly right" : "not all right";
  return std::string(plain_words(problem.status));
}

bool has_section(const Problem& problem) {
  return problem.status != Status::pass || problem.message || !made(problem.predictions).empty() ||
         std::ranges::any_of(problem.checks, says_more);
}

bool is_untouched(const Problem& problem) {
  return problem.status == Status::not_implemented && problem.score == 0 && !problem.message &&
         std::ranges::all_of(problem.checks, [](const Check& check) {
           return check.status == Status::not_implemented || check.status == Status::pass;
         });
}

const Check* first_failing(const Problem& problem) {
  const auto first = [&problem](auto matches) -> const Check* {
    const auto found = std::ranges::find_if(problem.checks, matches);
    return found == problem.checks.end() ? nullptr : &*found;
  };
  const auto failing = [](const Check& check) { return check.status != Status::pass; };
  const auto was_run = [&](const Check& check) { return failing(check) && check.status != Status::skipped; };
  const Check* found =
      first([&](const Check& check) { return was_run(check) && check.visibility == Visibility::shown; });
  if (found == nullptr) found = first(was_run);
  return found != nullptr ? found : first(failing);
}

std::vector<std::string> problem_lines(const Problem& problem, std::uint64_t seed, std::size_t width,
                                       const Detail& detail) {
  Lines lines(width);
  if (problem.status == Status::grader_error) {
    lines.fill("The grader itself failed here. This is not your fault: please tell your instructor.");
  }
  if (problem.message) lines.message(*problem.message);
  add_predictions(lines, problem);
  // One compiler error or crash fails every check in the same way, so it is shown once for the problem.
  const auto fails_as_a_whole = [&](const Check& check) {
    return check.status == problem.status && check.message.empty();
  };
  if (problem.message && std::ranges::all_of(problem.checks, fails_as_a_whole)) return lines.take();
  const Check* check = first_failing(problem);
  if (check != nullptr) add_check(lines, *check, seed, name(problem.id), detail);
  add_others(lines, problem, check);
  add_other_hints(lines, problem, check);
  add_passed(lines, problem);
  return lines.take();
}

}  // namespace grader
