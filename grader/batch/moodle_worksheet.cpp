#include "grader/batch/moodle_worksheet.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "grader/base/pattern.hpp"
#include "grader/submission/names.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxCell = 200;  // a pattern recurses once for each character

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Worksheet {
 public:
  Worksheet(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows)
      : header_(header), rows_(rows) {}

  std::optional<MoodleWorksheet> in_english() const {
    const auto identifier = named("identifier");
    const auto grade = named("grade");
    if (!identifier || !grade) return std::nullopt;
    return MoodleWorksheet{.identifier = *identifier,
                           .grade = *grade,
                           .maximum = named("maximum grade"),
                           .name = named("full name"),
                           .email = named("email address"),
                           .status = named("status"),
                           .submitted = named("last modified (submission)"),
                           .modified = named("last modified (grade)"),
                           .comments = named("feedback comments")};
  }

  std::optional<MoodleWorksheet> in_any_language() const {
    if (rows_.empty() || !has_participants(0)) return std::nullopt;
    MoodleWorksheet found;
    for (std::size_t i = 2; i < header_.size(); ++i) {
      if (all(i, is_maximum) && all(i - 1, is_grade)) found.maximum = i;
    }
    if (!found.maximum) return std::nullopt;
    found.grade = *found.maximum - 1;
    std::vector<std::size_t> times;
    for (std::size_t i = *found.maximum + 1; i < header_.size(); ++i) {
      if (all(i, is_time)) times.push_back(i);
    }
    if (times.empty()) return std::nullopt;
    found.modified = times.back();
    if (times.size() > 1) found.submitted = times.front();
    if (times.back() + 1 < header_.size()) found.comments = times.back() + 1;
    // With names hidden, the status follows the participant.
    if (found.grade > 2) found.name = 1;
    for (std::size_t i = 1; i < found.grade; ++i) {
      if (all(i, is_address)) found.email = i;
    }
    if (found.email == found.name) found.name.reset();
    return found;
  }

 private:
  std::optional<std::size_t> named(std::string_view name) const {
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (lower_case(header_[i]) == name) return i;
    }
    return std::nullopt;
  }

  template <class Fits>
  bool all(std::size_t column, const Fits& fits) const {
    return std::ranges::all_of(rows_, [&](const auto& row) {
      return column < row.size() && row[column].size() <= kMaxCell && fits(row[column]);
    });
  }

  // A word of at least two letters, and a number that is nobody else's.
  bool has_participants(std::size_t column) const {
    std::set<std::string> words;
    std::set<std::string> numbers;
    for (const auto& row : rows_) {
      if (column >= row.size()) return false;
      const std::string& cell = row[column];
      const std::size_t last = cell.find_last_not_of("0123456789");
      if (last == std::string::npos || last == 0 || last + 1 == cell.size()) return false;
      const std::string word = cell.substr(0, last + 1);
      if (std::ranges::any_of(word, is_digit)) return false;
      words.insert(word);
      if (!numbers.insert(cell.substr(last + 1)).second) return false;
    }
    return words.size() == 1;
  }

  static bool is_maximum(const std::string& cell) {
    static const Pattern form("[0-9]+[.,][0-9]{2}");
    return form.match(cell).has_value();
  }

  static bool is_grade(const std::string& cell) {
    static const Pattern form("-?|[0-9]+(?:[.,][0-9]+)?");
    return form.match(cell).has_value();
  }

  static bool is_time(const std::string& cell) {
    return cell == "-" || (cell.find(':') != std::string::npos && std::ranges::any_of(cell, is_digit));
  }

  static bool is_address(const std::string& cell) { return cell.find('@') != std::string::npos; }

  const std::vector<std::string>& header_;
  const std::vector<std::vector<std::string>>& rows_;
};

}  // namespace

std::optional<MoodleWorksheet> moodle_worksheet(const std::vector<std::string>& header,
                                                const std::vector<std::vector<std::string>>& rows) {
  const Worksheet worksheet(header, rows);
  if (const auto english = worksheet.in_english()) return english;
  return worksheet.in_any_language();
}

}  // namespace grader
