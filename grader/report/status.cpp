#include "grader/report/status.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace grader {
namespace {

template <class Value>
struct Spelling {
  Value value;
  std::string_view word;
  std::string_view plain = {};
};

constexpr std::array<Spelling<Status>, 10> kStatuses{{
    {Status::pass, "pass", "right"},
    {Status::fail, "fail", "wrong"},
    {Status::not_implemented, "not_implemented", "not done"},
    {Status::compile_error, "compile_error", "does not compile"},
    {Status::crash, "crash", "crashed"},
    {Status::timeout, "timeout", "too slow"},
    {Status::memory_limit, "memory_limit", "too much memory"},
    {Status::output_limit, "output_limit", "too much output"},
    {Status::skipped, "skipped", "not run"},
    {Status::grader_error, "grader_error", "grader error"},
}};

constexpr std::array<Spelling<Kind>, 4> kKinds{{
    {Kind::contract, "contract"},
    {Kind::gradient, "gradient"},
    {Kind::value, "value"},
    {Kind::scenario, "scenario"},
}};

constexpr std::array<Spelling<Visibility>, 2> kVisibilities{{
    {Visibility::shown, "public"},
    {Visibility::hidden, "hidden"},
}};

template <class Table, class Value>
const auto& spelling(const Table& table, Value value) {
  const auto found = std::ranges::find(table, value, &Table::value_type::value);
  if (found == table.end()) throw std::logic_error("an enumeration holds a value that it does not have");
  return *found;
}

template <class Value, std::size_t N>
std::optional<Value> value_of(const std::array<Spelling<Value>, N>& table, std::string_view word) {
  const auto found = std::ranges::find(table, word, &Spelling<Value>::word);
  if (found == table.end()) return std::nullopt;
  return found->value;
}

}  // namespace

std::string_view to_string(Status status) { return spelling(kStatuses, status).word; }
std::string_view to_string(Kind kind) { return spelling(kKinds, kind).word; }
std::string_view to_string(Visibility visibility) { return spelling(kVisibilities, visibility).word; }

std::optional<Status> status_from_string(std::string_view word) { return value_of(kStatuses, word); }
std::optional<Kind> kind_from_string(std::string_view word) { return value_of(kKinds, word); }
std::optional<Visibility> visibility_from_string(std::string_view word) {
  return value_of(kVisibilities, word);
}

std::string_view plain_words(Status status) { return spelling(kStatuses, status).plain; }

}  // namespace grader
