#include "grader/ask/questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <string_view>

#include "grader/base/pattern.hpp"
#include "grader/base/strings.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxLine = 300;  // a pattern recurses once for each character

struct Asked {
  std::string question;
  std::string answer;
};

// A kind of question: what it asks about a line, or nothing if the line gives no reason for it.
using Kind = std::optional<Asked> (*)(const std::string& line);

std::string trimmed_line(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return std::string(line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1));
}

// Returns the arguments of the first call of `function`, or nothing if the line has none that ends on it.
std::vector<std::string> arguments_of(const std::string& line, const std::string& function) {
  const std::string opening = function + "(";
  std::size_t at = line.find(opening);
  while (at != std::string::npos && at > 0 &&
         (std::isalnum(static_cast<unsigned char>(line[at - 1])) != 0 || line[at - 1] == '_'))
    at = line.find(opening, at + 1);
  if (at == std::string::npos) return {};
  std::vector<std::string> arguments(1);
  int depth = 0;
  for (std::size_t i = at + opening.size(); i < line.size(); ++i) {
    const char c = line[i];
    if (c == ')' && depth == 0) {
      for (std::string& each : arguments) each = trimmed_line(each);
      return arguments;
    }
    depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
    depth -= c == ')' || c == ']' || c == '}' ? 1 : 0;
    if (c == ',' && depth == 0) {
      arguments.emplace_back();
    } else {
      arguments.back() += c;
    }
  }
  return {};
}

std::optional<Asked> about_reduction(const std::string& line, const char* function) {
  const auto arguments = arguments_of(line, function);
  if (arguments.size() != 2 || (arguments[1] != "0" && arguments[1] != "1")) return std::nullopt;
  const bool sums = std::string_view(function) == "sum";
  const char* does = sums ? "adds" : "takes the mean";
  if (arguments[1] == "0") {
    return Asked{
        fmt::format("Why {}({}, 0) here? What would a batch of one show of it?", function, arguments[0]),
        fmt::format("It {} over the first axis, so one number is left for each column. Where that axis is "
                    "the batch, all examples have a share in the same number. With one example {} it is "
                    "that example's row: sum and mean are equal, so such a case cannot tell them apart.",
                    does, sums ? "nothing is added, and" : "there is nothing to average, and")};
  }
  return Asked{
      fmt::format("Why {}({}, 1) and not over the other axis? How many numbers are left?", function,
                  arguments[0]),
      fmt::format("It {} along each row of a matrix, so one number is left for each row. With a single "
                  "column, each of them is the row's only element.",
                  does)};
}

std::optional<Asked> about_sum(const std::string& line) { return about_reduction(line, "sum"); }
std::optional<Asked> about_mean(const std::string& line) { return about_reduction(line, "mean"); }

// Returns A for "transpose(A)", and nothing for anything else.
std::string transposed(const std::string& text) {
  const auto inner = arguments_of(text, "transpose");
  return inner.size() == 1 && text == "transpose(" + inner[0] + ")" ? inner[0] : std::string();
}

std::optional<Asked> about_transpose(const std::string& line) {
  const auto factors = arguments_of(line, "matmul");
  if (factors.size() != 2) return std::nullopt;
  const std::string left = transposed(factors[0]);
  const std::string right = transposed(factors[1]);
  if (left.empty() == right.empty()) return std::nullopt;
  if (!left.empty()) {
    return Asked{
        fmt::format("Why is {} transposed, and not {}? What is the shape of the product?", left, factors[1]),
        fmt::format(
            "The product then adds over the rows that {0} and {1} share. It has a row for each column "
            "of {0} and a column for each column of {1}. Without transpose, the columns of {0} would "
            "meet the rows of {1}: another number, if their counts fit at all.",
            left, factors[1])};
  }
  return Asked{
      fmt::format("Why is {} transposed, and not {}? What is the shape of the product?", right, factors[0]),
      fmt::format(
          "The product then adds over the columns that {0} and {1} share. It has a row for each row of "
          "{0} and a column for each row of {1}. Without transpose, the columns of {0} would meet the "
          "rows of {1}: another number, if their counts fit at all.",
          factors[0], right)};
}

std::optional<Asked> about_comparison(const std::string& line) {
  static const Pattern form(R"(([A-Za-z_][A-Za-z0-9_.]*) (>=|<=|>|<) ([0-9]+\.[0-9]*))");
  const auto found = form.find_all(line);
  if (found.empty()) return std::nullopt;
  const auto& groups = found.front();
  const bool holds = groups[2].size() == 2;
  return Asked{
      fmt::format("What happens here where {} is exactly {}? Is that the only right answer?", groups[1],
                  groups[3]),
      fmt::format("{} {} {} is {} there. If the function has a kink at that place, its slopes on the two "
                  "sides differ, and the grader accepts anything between them.",
                  groups[1], groups[2], groups[3], holds ? "true" : "false")};
}

std::optional<Asked> about_saturation(const std::string& line) {
  static const Pattern tanh_form(R"(1\.0 - ([A-Za-z_][A-Za-z0-9_.]*) \* ([A-Za-z_][A-Za-z0-9_.]*))");
  for (const auto& groups : tanh_form.find_all(line)) {
    if (groups[1] != groups[2]) continue;
    return Asked{
        fmt::format("For which values of {0} is 1 - {0}^2 small, and what does that do to the gradient?",
                    groups[1]),
        fmt::format("Near 1 and near -1; at 0 it is 1, its largest value. What is multiplied by it almost "
                    "vanishes there: a unit whose {} is near 1 or -1 is saturated.",
                    groups[1])};
  }
  static const Pattern sigmoid_form(R"(([A-Za-z_][A-Za-z0-9_.]*) \* \(1\.0 - ([A-Za-z_][A-Za-z0-9_.]*)\))");
  for (const auto& groups : sigmoid_form.find_all(line)) {
    if (groups[1] != groups[2]) continue;
    return Asked{
        fmt::format("How large can {0} (1 - {0}) become, and for which {0}? What follows for a deep net?",
                    groups[1]),
        fmt::format("1/4, at {0} = 1/2; for {0} between 0 and 1 it is near 0 at both ends. Each such layer "
                    "multiplies the gradient by at most a quarter.",
                    groups[1])};
  }
  return std::nullopt;
}

std::optional<Asked> about_growth(const std::string& line) {
  static const Pattern form(R"((.+) \+= (.+);)");
  const auto found = form.find_all(line);
  if (found.empty() || line.find("for (") != std::string::npos) return std::nullopt;
  const std::string& target = found.front()[1];
  return Asked{
      fmt::format("What would = instead of += change for {}? Name an input for which nothing changes.",
                  target),
      "It would forget what was there before this line runs. Nothing changes where that is 0: for instance "
      "where the line runs only once and begins with zeros."};
}

std::optional<Asked> about_division(const std::string& line) {
  static const Pattern form(
      R"( / (static_cast<double>\([A-Za-z0-9_.]+\([0-9]*\)\)|N|T|D|M|n)(?![A-Za-z0-9_(.]))");
  const auto found = form.find_all(line);
  if (found.empty()) return std::nullopt;
  const std::string& divisor = found.front()[1];
  return Asked{
      fmt::format("Why is there a division by {}? How would one notice that it is missing?", divisor),
      fmt::format(
          "Without it the quotient is larger by exactly that factor, so all of its elements are off by "
          "the same factor, and nothing is off where {} is 1. Ask where the forward pass divides.",
          divisor)};
}

std::optional<Asked> about_loop_down(const std::string& line) {
  static const Pattern form(R"(for \(.*([A-Za-z_]+)-- > 0;.*|for \(.*--([A-Za-z_]+)\).*)");
  if (!form.match(line)) return std::nullopt;
  return Asked{
      "Why does this loop run downwards? What does one turn leave for the next?",
      "Let the student name a variable that is written in one turn and read in the next. In "
      "backpropagation through time it is the gradient of the previous step's state, which the step before "
      "needs."};
}

std::optional<Asked> about_shape(const std::string& line) {
  static const Pattern form(
      R"((?:const )?(?:auto|Matrix|Vector|Tensor3|Tensor4|double)&? ([A-Za-z_][A-Za-z0-9_]*) = .+;)");
  const auto match = form.match(line);
  if (!match) return std::nullopt;
  return Asked{
      fmt::format("What is the shape of {}, axis by axis, and what is it the gradient of, if of anything?",
                  match->at(1)),
      "Compare with the shapes in the layer's header."};
}

constexpr Kind kKinds[] = {about_sum,    about_mean,     about_transpose, about_comparison, about_saturation,
                           about_growth, about_division, about_loop_down, about_shape};

struct Candidate {
  OralQuestion question;
  std::size_t kind = 0;
  std::size_t source = 0;
};

std::string without_comment(std::string_view line) { return trimmed_line(line.substr(0, line.find("//"))); }

std::vector<Candidate> candidates_in(const OwnSource& source, std::size_t number) {
  std::set<std::string> given;
  for (const std::string_view line : lines_of(source.given)) given.insert(without_comment(line));
  std::vector<Candidate> found;
  std::size_t line_number = source.first_line;
  for (const std::string_view each : lines_of(source.text)) {
    const std::size_t line = line_number++;
    const std::string code = without_comment(each);
    if (code.empty() || code.size() > kMaxLine || given.contains(code)) continue;
    for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
      if (const auto asked = kKinds[kind](code))
        found.push_back({{source.name, line, code, asked->question, asked->answer}, kind, number});
    }
  }
  return found;
}

}  // namespace

std::vector<OralQuestion> oral_questions(const std::vector<OwnSource>& sources, std::uint64_t seed,
                                         std::size_t count) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < sources.size(); ++i)
    std::ranges::move(candidates_in(sources[i], i), std::back_inserter(candidates));
  std::mt19937_64 random(seed);
  for (std::size_t i = candidates.size(); i > 1; --i) std::swap(candidates[i - 1], candidates[random() % i]);
  // The general question about shapes comes last.
  std::ranges::stable_partition(candidates,
                                [](const Candidate& each) { return kKinds[each.kind] != about_shape; });

  std::vector<Candidate> chosen;
  std::set<std::size_t> kinds;
  std::set<std::pair<std::size_t, std::size_t>> lines;
  for (const bool new_kinds_only : {true, false}) {
    for (const Candidate& each : candidates) {
      if (chosen.size() == count) break;
      if (new_kinds_only && kinds.contains(each.kind)) continue;
      if (!lines.emplace(each.source, each.question.line).second) continue;
      kinds.insert(each.kind);
      chosen.push_back(each);
    }
  }
  std::ranges::sort(chosen, {},
                    [](const Candidate& each) { return std::pair(each.source, each.question.line); });
  std::vector<OralQuestion> questions;
  for (Candidate& each : chosen) questions.push_back(std::move(each.question));
  return questions;
}

}  // namespace grader
