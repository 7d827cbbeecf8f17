/// Reads untrusted JSON and reports where it is wrong.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/json.hpp"

namespace grader {

/// A value in a JSON document, with its place. Every function throws `InputError` that names the place as a
/// JSON pointer: `report.json: /problems/0/score is a string, expected a number.` The document must outlive
/// the reader.
class JsonReader {
 public:
  /// `what` is the document's name in messages, such as its path.
  JsonReader(const Json& document, std::string what);

  /// Requires an object without members other than these. Reading a missing member throws; `find` does not.
  void expect_object(std::initializer_list<std::string_view> members) const;

  JsonReader operator[](std::string_view member) const;
  std::optional<JsonReader> find(std::string_view member) const;
  std::vector<JsonReader> elements() const;
  /// Does the same, but messages call each element what `name_of` returns for it, or by its number when that
  /// is empty.
  std::vector<JsonReader> elements(const std::function<std::string(const Json&)>& name_of) const;

  const Json& json() const { return *value_; }
  std::string string() const;
  bool boolean() const;
  /// Returns a finite number.
  double number() const;
  /// Returns a number; also accepts the strings "NaN", "Infinity" and "-Infinity".
  double any_double() const;
  /// Returns an integer in [0, max].
  std::uint64_t integer(std::uint64_t max) const;

  /// Throws InputError with the message `WHAT: PLACE COMPLAINT.`
  [[noreturn]] void fail(const std::string& complaint) const;

 private:
  JsonReader(const Json& value, std::string what, std::string place);
  [[noreturn]] void fail_type(std::string_view expected) const;

  const Json* value_;
  std::string what_;
  std::string place_;
};

/// Parses JSON text nested at most 64 deep. Throws `InputError` with the line and column of the first error,
/// or with the place of an object that has a member twice.
Json parse_json(std::string_view text, const std::string& what);

}  // namespace grader
