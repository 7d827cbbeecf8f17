/// The statuses of checks, as report.json spells them and as students read them.
#pragma once
#include <optional>
#include <string_view>

namespace grader {

/// The result of a check. `grader_error` means that the grader failed, never the student. It is the initial
/// value.
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

/// The subject of a check.
enum class Kind { contract, gradient, value, scenario };

/// A student sees only the status and the kind of a `hidden` check.
enum class Visibility { shown, hidden };

/// Returns the spelling in report.json: "compile_error" for `Status::compile_error`, "public" for
/// `Visibility::shown`.
std::string_view to_string(Status status);
std::string_view to_string(Kind kind);
std::string_view to_string(Visibility visibility);

/// Returns the value with this spelling, or nullopt when no value has it.
std::optional<Status> status_from_string(std::string_view word);
std::optional<Kind> kind_from_string(std::string_view word);
std::optional<Visibility> visibility_from_string(std::string_view word);

/// Returns the status in a student's words: "wrong", "not done", "too slow".
std::string_view plain_words(Status status);

}  // namespace grader
