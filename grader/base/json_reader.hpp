/// Reads JSON that somebody else wrote, and says where it is wrong.
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

/// A value inside a JSON document together with its place. Every function throws `InputError` that names the
/// place as a JSON pointer: `report.json: /problems/0/score is a string, expected a number.` The document
/// must outlive the reader.
class JsonReader {
 public:
  /// what: how messages call the document, such as its path.
  JsonReader(const Json& document, std::string what);

  /// An object with no other members than these; a member that is read is required, `find` excepted.
  void expect_object(std::initializer_list<std::string_view> members) const;

  JsonReader operator[](std::string_view member) const;
  std::optional<JsonReader> find(std::string_view member) const;
  std::vector<JsonReader> elements() const;
  /// The same, called in messages by what `name_of` says of each; by their numbers where it says nothing.
  std::vector<JsonReader> elements(const std::function<std::string(const Json&)>& name_of) const;

  const Json& json() const { return *value_; }
  std::string string() const;
  bool boolean() const;
  /// A finite number.
  double number() const;
  /// A number, or one of the strings "NaN", "Infinity", "-Infinity".
  double any_double() const;
  /// An integer in [0, max].
  std::uint64_t integer(std::uint64_t max) const;

  /// Throws: `WHAT: PLACE COMPLAINT.`
  [[noreturn]] void fail(const std::string& complaint) const;

 private:
  JsonReader(const Json& value, std::string what, std::string place);
  [[noreturn]] void fail_type(std::string_view expected) const;

  const Json* value_;
  std::string what_;
  std::string place_;
};

/// Parses JSON text of no more than 64 levels. Throws `InputError` with the line and column of the first
/// error, or with the place of an object that has a member twice.
Json parse_json(std::string_view text, const std::string& what);

}  // namespace grader
