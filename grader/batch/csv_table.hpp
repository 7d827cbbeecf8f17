/// Reads CSV files that people and other systems write.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// A table with a header. Fields are trimmed, and each row has as many fields as the header. Every complaint
/// is an `InputError` that names the file and the row, as a spreadsheet counts it: the header is row 1.
struct CsvTable {
  struct Row {
    std::size_t number = 0;
    std::vector<std::string> fields;
  };

  std::string what;  ///< The file's name in complaints.
  std::vector<std::string> header;
  std::vector<Row> rows;

  /// Returns the column with the first of these names that there is, whatever its case, or nullopt.
  std::optional<std::size_t> column(std::initializer_list<std::string_view> names) const;
  /// Throws InputError with the message "WHAT, row N: COMPLAINT."
  [[noreturn]] void fail(const Row& row, const std::string& complaint) const;
};

/// Parses RFC 4180. The separator is a comma, a semicolon or a tab, whichever the header has most of. Skips a
/// byte order mark and empty rows. Throws InputError for text that is not UTF-8, an unclosed quote, text
/// after a closing quote, a row with more fields than the header, two columns of one name, or no header at
/// all.
CsvTable parse_csv(std::string_view text, const std::string& what);

}  // namespace grader
