/// The words of a verdict, as report.json spells them and as a student reads them.
#pragma once
#include <optional>
#include <string_view>

namespace grader {

/// What became of a check. `grader_error` is our fault, never the student's, and is what a check is until
/// something says otherwise.
enum class Status {
  pass,
  fail,
  not_implemented,
  compile_error,
  crash,
  timeout,
  memory_limit,
  output_limit,
  skipped,
  grader_error,
};

/// What a check looks at.
enum class Kind { contract, gradient, value, scenario };

/// Of a `hidden` check a student sees the status and the kind, nothing else.
enum class Visibility { shown, hidden };

/// The spelling in report.json: `Status::compile_error` is "compile_error", `Visibility::shown` is "public".
std::string_view to_string(Status status);
std::string_view to_string(Kind kind);
std::string_view to_string(Visibility visibility);

/// The reverse of `to_string`; nothing when no value is spelled so.
std::optional<Status> status_from_string(std::string_view word);
std::optional<Kind> kind_from_string(std::string_view word);
std::optional<Visibility> visibility_from_string(std::string_view word);

/// The status in a student's words: "wrong", "not done", "too slow".
std::string_view plain_words(Status status);

}  // namespace grader
