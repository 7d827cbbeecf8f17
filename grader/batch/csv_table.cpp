#include "grader/batch/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/text.hpp"
#include "grader/submission/names.hpp"

namespace grader {

namespace {

constexpr std::size_t kMaxQuoted = 80;  // characters of the file in a complaint
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1));
}

bool is_utf8(std::string_view text) {
  try {
    (void)Json(text).dump();
    return true;
  } catch (const Json::Error&) {
    return false;
  }
}

char separator_of(std::string_view text) {
  std::map<char, std::size_t> counts;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) break;
    if (!quoted && (c == ',' || c == ';' || c == '\t')) ++counts[c];
  }
  char best = ',';
  for (const auto& [separator, count] : counts) {
    if (count > counts[best]) best = separator;
  }
  return best;
}

class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& what)
      : text_(text), what_(what), separator_(separator_of(text)) {}

  std::vector<CsvTable::Row> rows() {
    std::vector<CsvTable::Row> result;
    while (at_ < text_.size()) {
      ++row_;
      std::vector<std::string> fields = fields_of_row();
      const bool empty = std::ranges::all_of(fields, [](const std::string& each) { return each.empty(); });
      if (!empty) result.push_back({row_, std::move(fields)});
    }
    return result;
  }

 private:
  [[noreturn]] void fail(const std::string& complaint) const {
    throw InputError(fmt::format("{}, row {}: {}.", what_, row_, complaint));
  }

  bool at_end_of_field() const {
    return at_ == text_.size() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r';
  }

  std::vector<std::string> fields_of_row() {
    std::vector<std::string> fields;
    for (;;) {
      fields.push_back(text_[at_] == '"' ? quoted_field() : plain_field());
      if (at_ == text_.size()) return fields;
      const char end = text_[at_++];
      if (end == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      if (end != separator_) return fields;
      if (at_ == text_.size()) {
        fields.emplace_back();
        return fields;
      }
    }
  }

  std::string plain_field() {
    const std::size_t begin = at_;
    while (!at_end_of_field()) ++at_;
    return trimmed(text_.substr(begin, at_ - begin));
  }

  std::string quoted_field() {
    std::string field;
    ++at_;
    for (;;) {
      const std::size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos) fail("a quotation mark is opened here and never closed");
      field += text_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (at_ == text_.size() || text_[at_] != '"') break;
      field += '"';
      ++at_;
    }
    if (!at_end_of_field()) fail("text follows a closing quotation mark");
    return trimmed(field);
  }

  std::string_view text_;
  const std::string& what_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t row_ = 0;
};

}  // namespace

std::optional<std::size_t> CsvTable::column(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (lower_case(header[i]) == lower_case(std::string(name))) return i;
    }
  }
  return std::nullopt;
}

void CsvTable::fail(const Row& row, const std::string& complaint) const {
  throw InputError(fmt::format("{}, row {}: {}.", what, row.number, complaint));
}

CsvTable parse_csv(std::string_view text, const std::string& what) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos)
    throw InputError(what + " is not a CSV file in UTF-8.");
  CsvTable table{.what = what, .header = {}, .rows = CsvReader(text, what).rows()};
  if (table.rows.empty())
    throw InputError(what + " is empty: a header and a row for each student are expected.");
  table.header = table.rows.front().fields;
  std::map<std::string, std::size_t> seen;
  for (const std::string& name : table.header) {
    if (!name.empty() && ++seen[lower_case(name)] > 1)
      table.fail(table.rows.front(),
                 fmt::format("two columns are called {}. The first row has to be a header",
                             clean(name, kMaxQuoted)));
  }
  table.rows.erase(table.rows.begin());
  for (CsvTable::Row& row : table.rows) {
    while (row.fields.size() > table.header.size() && row.fields.back().empty()) row.fields.pop_back();
    if (row.fields.size() > table.header.size()) {
      table.fail(row, fmt::format("it has {} fields, and the header has {}", row.fields.size(),
                                  table.header.size()));
    }
    row.fields.resize(table.header.size());
  }
  return table;
}

}  // namespace grader
