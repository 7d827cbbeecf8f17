#include "grader/report/status.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace grader {
namespace {

constexpr Status kAll[] = {Status::pass,          Status::fail,         Status::not_implemented,
                           Status::compile_error, Status::crash,        Status::timeout,
                           Status::memory_limit,  Status::output_limit, Status::skipped,
                           Status::grader_error};

TEST(Status, SpellingsAndPlainWordsAreDistinctAndReadBack) {
  std::set<std::string_view> spellings;
  std::set<std::string_view> plain;
  for (const Status status : kAll) {
    EXPECT_EQ(status_from_string(to_string(status)), status);
    spellings.insert(to_string(status));
    plain.insert(plain_words(status));
  }
  EXPECT_EQ(spellings.size(), std::size(kAll));
  EXPECT_EQ(plain.size(), std::size(kAll));
  EXPECT_FALSE(plain.contains(""));
}

TEST(Status, KindsAndVisibilitiesReadBack) {
  for (const Kind kind : {Kind::contract, Kind::gradient, Kind::value, Kind::scenario}) {
    EXPECT_EQ(kind_from_string(to_string(kind)), kind);
  }
  EXPECT_EQ(to_string(Visibility::shown), "public");
  EXPECT_EQ(visibility_from_string("public"), Visibility::shown);
  EXPECT_EQ(visibility_from_string("hidden"), Visibility::hidden);
}

TEST(Status, UnknownWordsAreRefused) {
  for (const char* word : {"", "passed", "PASS", "pass ", "0"}) {
    EXPECT_EQ(status_from_string(word), std::nullopt) << word;
    EXPECT_EQ(kind_from_string(word), std::nullopt) << word;
    EXPECT_EQ(visibility_from_string(word), std::nullopt) << word;
  }
}

}  // namespace
}  // namespace grader
